package io.elchi.server.http;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;

/// Versions as entity tags (RFC 9110, 8.8.3), for what people change with If-Match.
public final class EntityTag {
    private static final String FORM = "\"[0-9]{1,18}\"";

    private EntityTag() {}

    /// The value of ETag.
    public static String of(long version) {
        return "\"" + version + "\"";
    }

    /// The version of what has no other number than the time of its last change.
    public static long version(Instant changedAt) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, changedAt);
    }

    /// The version that a change is for. Empty: whatever it is now.
    ///
    /// @param match the value of If-Match; null: there is none
    /// @throws io.elchi.server.core.RefusedException when it names no version
    public static OptionalLong optionalVersion(String match, String what) {
        return match == null ? OptionalLong.empty() : OptionalLong.of(version(match, what));
    }

    /// Whether a change is for the version of a time alone.
    ///
    /// @param match the value of If-Match; null: it is for any version
    /// @param changedAt of the last change
    /// @throws io.elchi.server.core.RefusedException when it names another version, or none
    public static boolean expect(String match, Instant changedAt, String what) {
        OptionalLong version = optionalVersion(match, what);
        if (version.isPresent() && version.getAsLong() != version(changedAt)) {
            throw changed(what);
        }
        return version.isPresent();
    }

    /// What is to be changed was changed since.
    public static RefusedException changed(String what) {
        return Refusal.ofField(Failure.PRECONDITION_FAILED, "If-Match", "the " + what + " has another version")
                .exception();
    }

    /// The version that a change is for.
    ///
    /// @param match the value of If-Match; null: there is none
    /// @param what is changed, as `rule`
    /// @throws io.elchi.server.core.RefusedException when it names no version
    public static long version(String match, String what) {
        if (match == null) {
            throw Refusal.ofField(Failure.MISSING_FIELD, "If-Match", "name the version, which is the ETag")
                    .exception();
        }
        if (!match.matches(FORM)) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "If-Match", "must be an ETag of the " + what)
                    .exception();
        }
        return Long.parseLong(match.substring(1, match.length() - 1));
    }
}
