package io.elchi.server.routing;

import io.elchi.server.config.Setting;
import io.elchi.server.core.LinearPattern;
import java.util.List;

/// How a link with `protocol: http` reads the operator's answers. A regular expression is one of RE2: its time is
/// linear. Its first group counts, or the whole find.
public record HttpReplyOptions(
        @Setting(value = "HTTP statuses of an accepted message, `200` or `200-299`", is = "200-299")
        List<String> success,

        @Setting(
                value = "regular expression that the body of an accepted message has; empty: the status says enough",
                is = "")
        String successPattern,

        @Setting(
                value = "JSON pointer to the operator's id, `/sid`; without it and `id_pattern`, receipts name `{id}`",
                is = "")
        String idPointer,

        @Setting(value = "regular expression that finds the operator's id in the body", is = "")
        String idPattern,

        @Setting(value = "JSON pointer to the code of an error", is = "")
        String errorPointer,

        @Setting(value = "regular expression that finds the code of an error in the body", is = "")
        String errorPattern,

        @Setting(
                value = "actions for a code or a status, `code:21211=fail`, `status:503=retry`: throttle, retry, next"
                        + " (operator), fail, or unknown (the operator may have the message); codes go first. Else 429"
                        + " is throttle, 408, 500 and 503 are retry, 502, 504 and an answer that is not understood are"
                        + " unknown, others are next",
                is = "")
        List<String> errors) {
    private static final String ERROR =
            "(code:[^=]{1,64}|status:[1-5][0-9]{2})\\s*=\\s*(?i:throttle|retry|next|fail|unknown)";

    /// @throws IllegalArgumentException if something has another form
    public HttpReplyOptions {
        success = List.copyOf(success);
        errors = List.copyOf(errors);
        LinkOptions.check("success", success, "[1-5][0-9]{2}(-[1-5][0-9]{2})?", "200-299");
        LinkOptions.check("errors", errors, ERROR, "code:21211=fail");
        checkPattern("success_pattern", successPattern);
        checkPattern("id_pattern", idPattern);
        checkPattern("error_pattern", errorPattern);
        checkPointer("id_pointer", idPointer);
        checkPointer("error_pointer", errorPointer);
        if (!idPointer.isEmpty() && !idPattern.isEmpty()) {
            throw new IllegalArgumentException("id_pattern: an id has a pointer or a pattern, not both");
        }
    }

    private static void checkPattern(String field, String pattern) {
        try {
            LinearPattern.of(pattern);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(field + ": " + e.getMessage(), e);
        }
    }

    static void checkPointer(String field, String pointer) {
        if (!pointer.matches("(/[^/]{0,64}){0,10}")) {
            throw new IllegalArgumentException(field + ": must be a JSON pointer like /sid");
        }
    }

    /// Whether the operator gives an id.
    public boolean hasId() {
        return !idPointer.isEmpty() || !idPattern.isEmpty();
    }
}
