package io.elchi.server.http;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import java.util.OptionalLong;

/// Versions as entity tags (RFC 9110, 8.8.3), for what people change with If-Match.
public final class EntityTag {
    private static final String FORM = "\"[0-9]{1,18}\"";

    private EntityTag() {}

    /// The value of ETag.
    public static String of(long version) {
        return "\"" + version + "\"";
    }

    /// The version that a change is for. Empty: whatever it is now.
    ///
    /// @param match the value of If-Match; null: there is none
    /// @throws io.elchi.server.core.RefusedException when it names no version
    public static OptionalLong optionalVersion(String match, String what) {
        return match == null ? OptionalLong.empty() : OptionalLong.of(version(match, what));
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
