package io.elchi.server.queue;

import io.elchi.server.core.Page;
import java.time.Instant;
import java.util.UUID;

/// What came from another process for a shard's owner and could not be settled.
public interface DeadLetters {
    /// An envelope that is tried no more.
    ///
    /// @param kind of its payload: see [Handoff.Envelope]
    /// @param reason of the last attempt
    record DeadEnvelope(
            UUID id, long shard, int kind, int octets, Instant putAt, Instant diedAt, int attempts, String reason) {}

    /// The newest first.
    ///
    /// @param shard 0: all
    Page<DeadEnvelope> page(long shard, String cursor, int limit);

    /// Brings it to the owner of its shard again.
    ///
    /// @return false when there is no such one
    boolean retry(UUID id);

    /// @return false as with [#retry]
    boolean discard(UUID id);

    /// Deletes those that became dead letters before this time.
    void forget(Instant before);
}
