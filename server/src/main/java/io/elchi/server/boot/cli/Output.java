package io.elchi.server.boot.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Prints answers: tables for people, or JSON as it came.
final class Output {
    private static final char LINE_SEPARATOR = '\u2028';
    private static final char PARAGRAPH_SEPARATOR = '\u2029';
    private static final char FIRST_EMBEDDING = '\u202A';
    private static final char LAST_OVERRIDE = '\u202E';
    private static final char FIRST_ISOLATE = '\u2066';
    private static final char LAST_ISOLATE = '\u2069';

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean json;

    Output(CommandLine line, boolean json) {
        out = line.getOut();
        err = line.getErr();
        this.json = json;
    }

    /// Beside the answer.
    void error(String text) {
        err.println("elchi: " + text);
        err.flush();
    }

    /// The content of a column.
    ///
    /// @param path of the value in an item: `/balance/available`
    /// @param otherwise of the value that stands for a missing one; null: nothing does
    record Column(String title, String path, String otherwise) {
        private String of(JsonNode item) {
            String value = text(item.at(path));
            return value.isEmpty() && otherwise != null ? text(item.at(otherwise)) : value;
        }
    }

    static Column column(String title, String path) {
        return new Column(title, path, null);
    }

    /// The name of something, or its id when the server knows none: `/account` and `/account_id`.
    static Column named(String title, String path) {
        return new Column(title, path, path + "_id");
    }

    /// One line, unless JSON was asked for: then the answer.
    void line(JsonNode answer, String text) {
        out.println(json && answer != null ? pretty(answer) : text);
        out.flush();
    }

    /// The items of an answer, one a line.
    void table(JsonNode answer, Column... columns) {
        if (json) {
            line(answer, null);
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        List<String> titles = new ArrayList<>();
        for (Column column : columns) {
            titles.add(column.title);
        }
        rows.add(titles);
        for (JsonNode item : answer.get("items")) {
            List<String> row = new ArrayList<>();
            for (Column column : columns) {
                row.add(column.of(item));
            }
            rows.add(row);
        }
        print(rows);
    }

    /// Rows that were made of an answer, one a line; with `--json`, the answer.
    void table(JsonNode answer, JsonNode rows, Column... columns) {
        table(json ? answer : Client.object().set("items", rows), columns);
    }

    /// Items below what was printed; nothing when JSON was asked for, which has them already, or when there are
    /// none.
    void details(JsonNode items, Column... columns) {
        if (!json && !items.isEmpty()) {
            out.println();
            JsonNode answer = Client.object().set("items", items);
            table(answer, columns);
        }
    }

    /// Each value of an answer on a line of its own.
    void fields(JsonNode answer, Column... columns) {
        if (json) {
            line(answer, null);
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        for (Column column : columns) {
            String value = column.of(answer);
            if (!value.isEmpty()) {
                rows.add(List.of(column.title, value));
            }
        }
        print(rows);
    }

    /// Money as `12.50 UZS`, lists with commas, what is missing as nothing.
    static String text(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (value.path("amount").isString() && value.has("currency")) {
            return amount(value.get("amount").stringValue()) + " "
                    + value.get("currency").stringValue();
        }
        if (value.isArray()) {
            List<String> texts = new ArrayList<>();
            value.forEach(item -> texts.add(text(item)));
            return String.join(", ", texts);
        }
        return value.isString() ? shown(value.stringValue()) : value.toString();
    }

    /// Control characters as a program writes them: a text of a handset must not steer the terminal of its reader,
    /// nor
    /// begin another row of a table.
    private static String shown(String text) {
        if (text.chars().noneMatch(Output::isControl)) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 16);
        text.chars().forEach(c -> {
            if (isControl(c)) {
                shown.append("\\u%04x".formatted(c));
            } else {
                shown.append((char) c);
            }
        });
        return shown.toString();
    }

    /// Characters for the direction of a text would show the rest of a line in another order.
    private static boolean isControl(int c) {
        return Character.isISOControl(c)
                || c >= FIRST_EMBEDDING && c <= LAST_OVERRIDE
                || c >= FIRST_ISOLATE && c <= LAST_ISOLATE
                || c == LINE_SEPARATOR
                || c == PARAGRAPH_SEPARATOR;
    }

    /// At least two decimals, and no zeros behind them.
    private static String amount(String sixDecimals) {
        int end = sixDecimals.length();
        int least = sixDecimals.indexOf('.') + 3;
        while (end > least && sixDecimals.charAt(end - 1) == '0') {
            end--;
        }
        return sixDecimals.substring(0, end);
    }

    private void print(List<List<String>> rows) {
        int[] widths = new int[rows.isEmpty() ? 0 : rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
            }
            out.println(line.toString().stripTrailing());
        }
        out.flush();
    }

    /// JSON escapes but some control characters.
    private static String pretty(JsonNode answer) {
        return JsonMapper.shared()
                .writerWithDefaultPrettyPrinter()
                .writeValueAsString(answer)
                .lines()
                .map(Output::shown)
                .collect(Collectors.joining(System.lineSeparator()));
    }
}
