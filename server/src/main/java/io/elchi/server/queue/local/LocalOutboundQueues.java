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
    private final BiConsumer<Long, WorkQueue<T>> made;

    /// @param capacity of each
    /// @param made called once for each new queue
    public LocalOutboundQueues(int capacity, Clock clock, BiConsumer<Long, WorkQueue<T>> made) {
        this.capacity = capacity;
        this.clock = clock;
        this.made = made;
    }

    @Override
    public WorkQueue<T> of(long operatorId) {
        WorkQueue<T> known = queues.get(operatorId);
        return known != null ? known : queues.computeIfAbsent(operatorId, this::make);
    }

    private WorkQueue<T> make(long operatorId) {
        WorkQueue<T> queue = new LocalQueue<>(capacity, clock);
        made.accept(operatorId, queue);
        return queue;
    }

    @Override
    public void forEach(BiConsumer<Long, WorkQueue<T>> action) {
        queues.forEach(action);
    }
}
