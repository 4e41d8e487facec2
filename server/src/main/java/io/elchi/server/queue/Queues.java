package io.elchi.server.queue;

import io.elchi.server.core.Clock;
import io.elchi.server.queue.local.LocalOutboundQueues;
import io.elchi.server.queue.local.LocalQueue;
import java.util.function.BiConsumer;

/// Makes queues: in memory, for all roles in one process.
public final class Queues {
    private Queues() {}

    public static <T> WorkQueue<T> local(int capacity, Clock clock) {
        return new LocalQueue<>(capacity, clock);
    }

    /// @param capacity of each
    /// @param made called once for each new queue
    public static <T> OutboundQueues<T> localOutbound(int capacity, Clock clock, BiConsumer<Long, WorkQueue<T>> made) {
        return new LocalOutboundQueues<>(capacity, clock, made);
    }
}
