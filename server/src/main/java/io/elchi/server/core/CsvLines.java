package io.elchi.server.core;

import java.util.List;

/// Lines of a CSV file (RFC 4180). A spreadsheet takes a field that begins with `=`, `+`, `-` or `@` for a
/// formula, and what clients and operators wrote may be one: such a field begins with an apostrophe.
public final class CsvLines {
    private static final String FORMULA = "=+-@\t\r";

    private final StringBuilder text = new StringBuilder();

    /// @param fields null: empty
    public void add(List<?> fields) {
        for (int i = 0; i < fields.size(); i++) {
            if (i > 0) {
                text.append(',');
            }
            field(fields.get(i));
        }
        text.append("\r\n");
    }

    private void field(Object value) {
        if (value == null) {
            return;
        }
        String plain = value.toString();
        String safe = isFormula(plain) ? "'" + plain : plain;
        boolean quoted = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n')
                || safe.startsWith(" ")
                || safe.endsWith(" ");
        text.append(quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe);
    }

    /// Whether a field begins with the apostrophe that is no part of its value.
    public static boolean isMarked(String field) {
        return field.startsWith("'") && isFormula(field.substring(1));
    }

    private static boolean isFormula(String plain) {
        return !plain.isEmpty() && FORMULA.indexOf(plain.charAt(0)) >= 0;
    }

    /// What was added since the last call.
    public String take() {
        String taken = text.toString();
        text.setLength(0);
        return taken;
    }
}
