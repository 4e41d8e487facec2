package io.elchi.server.webhooks;

import java.time.Instant;

/// A range of events that are posted again to an endpoint.
///
/// @param since of the first event; 1970: from the oldest one on
/// @param until events before this time; [io.elchi.server.core.Dates#LAST]: what was posted when it began
/// @param delivered also events that were accepted, rather than only those that were given up
/// @param foundAll whether the whole range was looked through: then `events` grows no more
/// @param endedAt null: it is running
public record Replay(
        long id,
        long endpointId,
        Instant since,
        Instant until,
        boolean delivered,
        Phase phase,
        boolean foundAll,
        Progress progress,
        Instant createdAt,
        Instant endedAt) {
    /// Where it stands.
    public enum Phase {
        /// Events are looked for, or wait for their attempts.
        RUNNING,
        /// Each event was accepted or given up.
        FINISHED,
        /// The client ended it, or the endpoint was disabled.
        CANCELED
    }

    /// What became of the events.
    ///
    /// @param events that were found
    /// @param accepted of them by the endpoint
    /// @param givenUp after their last attempt
    /// @param waiting for an attempt
    public record Progress(long events, long accepted, long givenUp, long waiting) {}
}
