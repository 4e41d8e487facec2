package io.elchi.server.core;

import java.time.Duration;

/// The reason why a request is refused: an expected outcome, not an exception.
///
/// @param detail what this time, for people; null when the catalogue's text says it all
/// @param field the field that is to blame, as a path like `messages[3].to`; null when none is
/// @param retryAfter when to try again; null when that is not known
public record Refusal(Failure failure, String detail, String field, Duration retryAfter) {
    public static Refusal of(Failure failure) {
        return new Refusal(failure, null, null, null);
    }

    public static Refusal of(Failure failure, String detail) {
        return new Refusal(failure, detail, null, null);
    }

    public static Refusal ofField(Failure failure, String field, String detail) {
        return new Refusal(failure, detail, field, null);
    }

    public static Refusal after(Failure failure, Duration retryAfter) {
        return new Refusal(failure, null, null, retryAfter);
    }

    /// The same, of an item of a list.
    public Refusal within(String prefix) {
        return new Refusal(failure, detail, field == null ? prefix : prefix + "." + field, retryAfter);
    }

    /// As an exception, where a caller has no other way out.
    public RefusedException exception() {
        return new RefusedException(this);
    }
}
