package io.elchi.server.simulation;

import io.elchi.server.core.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;

/// What is to happen later, in the order of time and then of its entry.
final class Agenda {
    private record Item(Instant due, long order, Runnable task) implements Comparable<Item> {
        @Override
        public int compareTo(Item other) {
            int byTime = due.compareTo(other.due);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final ManualClock clock;
    private final PriorityQueue<Item> items = new PriorityQueue<>();
    private long entries;

    Agenda(ManualClock clock) {
        this.clock = clock;
    }

    void after(Duration delay, Runnable task) {
        items.add(new Item(clock.now().plus(delay), entries++, task));
    }

    /// Moves the clock, and does on the way what is due.
    void advance(Duration time) {
        Instant end = clock.now().plus(time);
        while (!items.isEmpty() && !items.peek().due.isAfter(end)) {
            Item item = items.poll();
            if (item.due.isAfter(clock.now())) {
                clock.advance(Duration.between(clock.now(), item.due));
            }
            item.task.run();
        }
        clock.advance(Duration.between(clock.now(), end));
    }
}
