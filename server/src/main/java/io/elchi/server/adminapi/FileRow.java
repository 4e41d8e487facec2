package io.elchi.server.adminapi;

import io.elchi.server.core.CsvLines;
import io.elchi.server.core.StorableText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// A line of a CSV file that people change and send back. What is wrong with its fields is collected, so that one
/// answer has all problems.
final class FileRow {
    static final String ALL_NUMBERS = "*";
    /// Begins the last line, behind which is the number of rows.
    static final String END = "#end";
    private static final String ID = "[1-9][0-9]{0,17}";

    private final List<String> header;
    private final CsvRecords.CsvRecord row;
    private final Problems problems;

    /// Takes what cannot be in a file.
    @FunctionalInterface
    interface Problems {
        /// @param field null: the line itself
        void add(int line, String field, String detail);
    }

    /// What numbers a line is for. A part that is null fits all.
    record RowDestination(String mcc, String mnc, String prefix) {}

    FileRow(List<String> header, CsvRecords.CsvRecord row, Problems problems) {
        this.header = header;
        this.row = row;
        this.problems = problems;
    }

    /// The lines behind the header, without the last one when it begins with [#END].
    ///
    /// @return null when the file cannot be read; else lines with as many fields as the header
    static List<CsvRecords.CsvRecord> rows(String text, List<String> header, int most, Problems problems) {
        List<CsvRecords.CsvRecord> records;
        try {
            // The header and the end are rows, too.
            records = CsvRecords.of(text, most + 2);
        } catch (CsvRecords.CsvException e) {
            problems.add(e.line(), null, e.getMessage());
            return null;
        }
        if (records.isEmpty() || !records.getFirst().fields().equals(header)) {
            problems.add(1, null, "the first line must be " + String.join(",", header));
            return null;
        }
        List<CsvRecords.CsvRecord> rows = new ArrayList<>(records.subList(1, records.size()));
        if (!rows.isEmpty() && rows.getLast().fields().getFirst().equals(END)) {
            CsvRecords.CsvRecord end = rows.removeLast();
            if (end.fields().size() != 2 || !end.fields().get(1).equals(Integer.toString(rows.size()))) {
                problems.add(end.line(), null, "there are " + rows.size() + " rows before it");
            }
        }
        if (rows.size() > most) {
            problems.add(rows.getLast().line(), null, "there are more than " + most + " rows");
            return null;
        }
        List<CsvRecords.CsvRecord> whole = new ArrayList<>(rows.size());
        for (CsvRecords.CsvRecord row : rows) {
            if (!row.fields().stream().allMatch(StorableText::is)) {
                problems.add(row.line(), null, StorableText.RULE);
            } else if (row.fields().size() == header.size()) {
                whole.add(row);
            } else {
                problems.add(row.line(), null, "has " + row.fields().size() + " fields instead of " + header.size());
            }
        }
        return whole;
    }

    /// The apostrophe that [CsvLines] writes before what a spreadsheet takes for a formula is not part of it.
    String value(String name) {
        String value = row.fields().get(header.indexOf(name));
        return CsvLines.isMarked(value) ? value.substring(1) : value;
    }

    void problem(String name, String detail) {
        problems.add(row.line(), name, detail);
    }

    /// null: it is empty, or has another form, which is a problem.
    String text(String name, String form, String words) {
        String value = value(name);
        if (value.isEmpty()) {
            return null;
        }
        if (!value.matches(form)) {
            problem(name, "must be " + words);
            return null;
        }
        return value;
    }

    /// 0: it is empty.
    long id(String name) {
        String value = text(name, ID, "an id");
        return value == null ? 0 : Long.parseLong(value);
    }

    int number(String name, int most, int otherwise) {
        String value = text(name, "[0-9]{1,7}", "a number from 0 to " + most);
        if (value == null) {
            return otherwise;
        }
        int number = Integer.parseInt(value);
        if (number > most) {
            problem(name, "must be a number from 0 to " + most);
        }
        return number;
    }

    /// null: it is none, which is a problem.
    BigDecimal amount(String name, long mostUnits) {
        String value = text(name, "[0-9]{1,12}([.][0-9]{1,6})?", "an amount with at most 6 decimals");
        if (value == null) {
            if (value(name).isEmpty()) {
                problem(name, "is missing");
            }
            return null;
        }
        BigDecimal amount = new BigDecimal(value);
        if (amount.compareTo(BigDecimal.valueOf(mostUnits)) > 0) {
            problem(name, "must be at most " + mostUnits);
            return null;
        }
        return amount;
    }

    /// Of the fields mcc, mnc and prefix.
    RowDestination destination() {
        String prefix = text("prefix", "\\*|" + TrafficSelector.PREFIX, "digits, or * for all numbers");
        boolean all = ALL_NUMBERS.equals(prefix);
        String mcc = text("mcc", "[0-9]{3}", "three digits");
        String mnc = text("mnc", "[0-9]{2,3}", "two or three digits");
        if (mnc != null && mcc == null) {
            problem("mcc", "an mnc needs its mcc");
        }
        if (all && mcc != null) {
            problem("prefix", "* excludes an mcc");
        }
        if (prefix == null && mcc == null) {
            problem("prefix", "name an mcc or a prefix; * stands for all numbers");
        }
        return new RowDestination(mcc, mnc, all ? null : prefix);
    }
}
