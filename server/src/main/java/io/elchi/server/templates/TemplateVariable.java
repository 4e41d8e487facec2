package io.elchi.server.templates;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.regex.Pattern;

/// A variable of a template. Its value is written into the text as the client gave it.
///
/// @param maxLength characters of a value, at most
public record TemplateVariable(String name, VariableType type, int maxLength) {
    /// Letters, digits and `_`, as in `{{amount_due}}`.
    public static final String NAME = "[a-z][a-z0-9_]{0,31}";

    /// The forms of values.
    public enum VariableType {
        /// Any characters.
        STRING("[^\\x00]*", 500, "a string"),
        /// `-1000`
        INTEGER("-?[0-9]+", 19, "a whole number"),
        /// `12.50`
        DECIMAL("-?[0-9]+(\\.[0-9]+)?", 30, "a decimal number like 12.50"),
        /// `2026-11-24`
        DATE("[0-9]{4}-[0-9]{2}-[0-9]{2}", 10, "a date like 2026-11-24"),
        /// Digits that may begin with zeros, such as a one-time password.
        CODE("[0-9]+", 12, "digits");

        private final Pattern form;
        private final int most;
        private final String words;

        VariableType(String form, int most, String words) {
            this.form = Pattern.compile(form, Pattern.DOTALL);
            this.most = most;
            this.words = words;
        }

        /// The highest length of a value.
        public int most() {
            return most;
        }

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What is wrong with a value; null: nothing.
    String problem(String value) {
        if (value.length() > maxLength) {
            return "at most " + maxLength + " characters";
        }
        boolean fits = type.form.matcher(value).matches() && (type != VariableType.DATE || isDate(value));
        return fits ? null : "must be " + type.words;
    }

    private static boolean isDate(String value) {
        try {
            LocalDate.parse(value);
            return true;
        } catch (DateTimeException ignored) {
            return false;
        }
    }
}
