package io.elchi.server.simulation;

import io.elchi.server.core.ManualClock;
import java.time.Duration;
import java.util.PriorityQueue;

/// What is to happen later, in the order of time and then of its entry.
final class Agenda {
    private record Item(long dueNanos, long order, Runnable task) implements Comparable<Item> {
        @Override
        public int compareTo(Item other) {
            int byTime = Long.compare(dueNanos, other.dueNanos);
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
        items.add(new Item(clock.nanos() + delay.toNanos(), entries++, task));
    }

    /// Moves the clock, and does on the way what is due.
    void advance(Duration time) {
        long end = clock.nanos() + time.toNanos();
        while (!items.isEmpty() && items.peek().dueNanos <= end) {
            Item item = items.poll();
            if (item.dueNanos > clock.nanos()) {
                clock.advance(Duration.ofNanos(item.dueNanos - clock.nanos()));
            }
            item.task.run();
        }
        clock.advance(Duration.ofNanos(end - clock.nanos()));
    }
}
