package io.elchi.server.queue;

import java.util.function.BiConsumer;

/// The queues `outbound.<connector>`, one for each operator, made when it is first asked for.
///
/// @param <T> what waits in them
public interface OutboundQueues<T> {
    WorkQueue<T> of(long operatorId);

    /// Each queue there is, by its operator.
    void forEach(BiConsumer<Long, WorkQueue<T>> action);
}
