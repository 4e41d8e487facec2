package io.elchi.server.queue.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.queue.WorkQueue;
import io.elchi.server.queue.WorkQueueContract;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalQueueTest extends WorkQueueContract {
    @Override
    protected WorkQueue<String> queue(int capacity) {
        return new LocalQueue<>(capacity, clock);
    }

    @Test
    void aQueueHasRoom() {
        assertThatThrownBy(() -> queue(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anOperatorHasOneQueue() {
        List<Long> made = new ArrayList<>();
        LocalOutboundQueues<String> queues = new LocalOutboundQueues<>(5, clock, (operator, _) -> made.add(operator));
        WorkQueue<String> first = queues.of(7);
        assertThat(queues.of(7)).isSameAs(first).isNotSameAs(queues.of(8));
        assertThat(made).containsExactly(7L, 8L);
        List<Long> there = new ArrayList<>();
        queues.forEach((operator, _) -> there.add(operator));
        assertThat(there).containsExactlyInAnyOrder(7L, 8L);
    }
}
