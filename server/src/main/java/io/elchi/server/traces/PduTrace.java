package io.elchi.server.traces;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// The trace of a link or of a login, until a time. Another time is another trace.
///
/// @param linkId 0: of a login
/// @param operatorId of the link; 0: of a login
/// @param loginId 0: of a link
public record PduTrace(long linkId, long operatorId, long loginId, Instant until) {
    public PduTrace {
        // As a row has it.
        until = until.truncatedTo(ChronoUnit.MICROS);
    }

    public static PduTrace ofLink(long linkId, long operatorId, Instant until) {
        return new PduTrace(linkId, operatorId, 0, until);
    }

    public static PduTrace ofLogin(long loginId, Instant until) {
        return new PduTrace(0, 0, loginId, until);
    }
}
