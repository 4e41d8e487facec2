package io.elchi.server.queue.local;

import io.elchi.server.core.Clock;
import io.elchi.server.queue.OutboundQueues;
import io.elchi.server.queue.WorkQueue;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/// Outbound queues in memory.
public final class LocalOutboundQueues<T> implements OutboundQueues<T> {
    private final Map<Long, WorkQueue<T>> queues = new ConcurrentHashMap<>();
    private final int capacity;
    private final Clock clock;

    /// @param capacity of each
    public LocalOutboundQueues(int capacity, Clock clock) {
        this.capacity = capacity;
        this.clock = clock;
    }

    @Override
    public WorkQueue<T> of(long operatorId) {
        WorkQueue<T> known = queues.get(operatorId);
        return known != null ? known : queues.computeIfAbsent(operatorId, _ -> new LocalQueue<>(capacity, clock));
    }

    @Override
    public void forEach(BiConsumer<Long, WorkQueue<T>> action) {
        queues.forEach(action);
    }
}
