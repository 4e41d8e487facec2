package io.elchi.server.queue;

import io.elchi.server.core.Clock;
import io.elchi.server.db.Database;
import io.elchi.server.observe.Metrics;
import io.elchi.server.queue.local.LocalOutboundQueues;
import io.elchi.server.queue.local.LocalQueue;
import io.elchi.server.queue.postgres.PgDeadLetters;
import io.elchi.server.queue.postgres.PgHandoff;
import java.util.function.BiConsumer;

/// Makes queues, in memory, and what brings items to the process that has them.
public final class Queues {
    private Queues() {}

    public static <T> WorkQueue<T> local(int capacity, Clock clock) {
        return new LocalQueue<>(capacity, clock);
    }

    /// A hand-off between the processes of one database.
    public static Handoff postgresHandoff(Database database, Metrics metrics) {
        return new PgHandoff(database, metrics);
    }

    /// What the hand-off tries no more.
    public static DeadLetters postgresDeadLetters(Database database) {
        return new PgDeadLetters(database);
    }

    /// @param capacity of each
    /// @param made called once for each new queue
    public static <T> OutboundQueues<T> localOutbound(int capacity, Clock clock, BiConsumer<Long, WorkQueue<T>> made) {
        return new LocalOutboundQueues<>(capacity, clock, made);
    }
}
