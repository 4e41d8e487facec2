package io.elchi.server.messages;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What administrators want to be taken from operators' queues. The owner of the operator's shard does it.
public interface QueueMoves {
    /// A wish, and how far it is.
    ///
    /// @param toOperatorId to which later candidate of a message; 0: the next one
    /// @param most so many messages at most
    /// @param moved messages that were handed to another candidate until now
    /// @param createdAt messages that were accepted later stay
    /// @param endedAt null while it runs
    record QueueMove(
            long id, long operatorId, long toOperatorId, int most, int moved, Instant createdAt, Instant endedAt) {}

    /// @return empty: another one of this operator runs
    Optional<QueueMove> begin(long operatorId, long toOperatorId, int most, Instant now);

    /// Those of these operators that run.
    List<QueueMove> running(Collection<Long> operatorIds);

    /// @param moved since the last call
    /// @param endedAt null: it goes on
    /// @return false when it has ended already: nothing more is to be moved
    boolean progress(long id, int moved, Instant endedAt);

    /// Ends the one of an operator that runs: what was moved stays where it is now.
    ///
    /// @return false when none runs
    boolean cancel(long operatorId, Instant now);

    /// The last one of each operator that has one.
    Map<Long, QueueMove> last();
}
