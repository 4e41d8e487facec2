package io.elchi.server.exports;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.core.StorableText;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The filter of an export, read field by field like the query of its list. At the end [#end] refuses the fields
/// that nobody asked for.
final class ExportFilter {
    private final Map<String, String> fields;
    private final Set<String> unread;

    ExportFilter(Map<String, String> fields) {
        this.fields = fields;
        unread = new HashSet<>(fields.keySet());
    }

    /// null: it is not there.
    String text(String name) {
        unread.remove(name);
        String text = fields.get(name);
        if (text != null && !StorableText.is(text)) {
            throw invalid(name, StorableText.RULE);
        }
        return text;
    }

    /// Digits of a number, with + or without; null: it is not there.
    String digits(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        String digits = text.startsWith("+") ? text.substring(1) : text;
        if (!digits.matches("[0-9]{1,20}")) {
            throw invalid(name, "must be 1 to 20 digits");
        }
        return digits;
    }

    Instant time(String name) {
        String text = text(name);
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException ignored) {
            throw invalid(name, "must be a time of RFC 3339");
        }
    }

    /// 0: it is not there.
    long id(String name) {
        String text = text(name);
        try {
            return text == null ? 0 : Long.parseLong(text);
        } catch (NumberFormatException ignored) {
            throw invalid(name, "must be an id");
        }
    }

    void end() {
        for (String name : unread) {
            throw invalid(name, "this list has no such filter");
        }
    }

    private static RefusedException invalid(String name, String problem) {
        return Refusal.ofField(Failure.INVALID_FIELD, name, problem).exception();
    }
}
