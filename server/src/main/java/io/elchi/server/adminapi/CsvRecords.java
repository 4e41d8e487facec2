package io.elchi.server.adminapi;

import java.util.ArrayList;
import java.util.List;

/// Reads the records of a CSV file (RFC 4180): fields with commas between them, quoted where they have commas,
/// quotes or line breaks. Lines end with LF or CR LF. Empty lines are left out.
final class CsvRecords {
    private final String text;
    private final int most;
    private final List<CsvRecord> records = new ArrayList<>();
    private int at;
    private int line = 1;

    private CsvRecords(String text, int most) {
        this.text = text;
        this.most = most;
    }

    /// @param line on which it begins, from 1
    record CsvRecord(int line, List<String> fields) {}

    /// What cannot be read on.
    static final class CsvException extends Exception {
        private static final long serialVersionUID = 1;

        private final int line;

        CsvException(int line, String message) {
            super(message, null, false, false);
            this.line = line;
        }

        int line() {
            return line;
        }
    }

    /// @param most records
    /// @throws CsvException when the text is none, or has more
    static List<CsvRecord> of(String text, int most) throws CsvException {
        CsvRecords reader = new CsvRecords(text, most);
        // A spreadsheet writes a byte order mark.
        reader.at = text.startsWith("\uFEFF") ? 1 : 0;
        while (reader.at < text.length()) {
            reader.record();
        }
        return reader.records;
    }

    private void record() throws CsvException {
        int begin = line;
        List<String> fields = new ArrayList<>();
        fields.add(field());
        while (at < text.length() && text.charAt(at) == ',') {
            at++;
            fields.add(field());
        }
        endOfLine();
        if (fields.size() == 1 && fields.getFirst().isEmpty()) {
            return;
        }
        if (records.size() == most) {
            throw new CsvException(begin, "there are more than " + (most - 1) + " rows");
        }
        records.add(new CsvRecord(begin, List.copyOf(fields)));
    }

    private void endOfLine() throws CsvException {
        if (at == text.length()) {
            return;
        }
        if (text.startsWith("\r\n", at)) {
            at += 2;
        } else if (text.charAt(at) == '\n') {
            at++;
        } else {
            throw new CsvException(line, "a comma or the end of the line is missing behind a field");
        }
        line++;
    }

    private String field() throws CsvException {
        if (at < text.length() && text.charAt(at) == '"') {
            return quoted();
        }
        int begin = at;
        while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
            if (text.charAt(at) == '"') {
                throw new CsvException(line, "a quotation mark stands within a field without any");
            }
            at++;
        }
        return text.substring(begin, at);
    }

    private String quoted() throws CsvException {
        int begin = line;
        StringBuilder field = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"' && !text.startsWith("\"\"", at)) {
                at++;
                return field.toString();
            }
            at += c == '"' ? 2 : 1;
            line += c == '\n' ? 1 : 0;
            field.append(c);
        }
        throw new CsvException(begin, "a quotation mark has no end");
    }
}
