package io.elchi.server.queue.local;

import io.elchi.server.core.Clock;
import io.elchi.server.core.MessageClass;
import io.elchi.server.queue.Claimed;
import io.elchi.server.queue.Lane;
import io.elchi.server.queue.WorkQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// A queue in memory: a class after the other, and within a class the accounts in turn, each with as many items in
/// a turn as its weight.
public final class LocalQueue<T> implements WorkQueue<T> {
    private final int capacity;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final FairLanes<Taken<T>>[] classes;
    private final PriorityQueue<Later<T>> later = new PriorityQueue<>();
    private final Map<Long, Integer> byAccount = new HashMap<>();
    private long laterCount;
    private int ready;

    private record Later<T>(long dueNanos, long order, Taken<T> taken) implements Comparable<Later<T>> {
        @Override
        public int compareTo(Later<T> other) {
            int byTime = Long.signum(dueNanos - other.dueNanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private static final class Taken<T> implements Claimed<T> {
        private final LocalQueue<T> queue;
        private final T item;
        private final Lane lane;

        Taken(LocalQueue<T> queue, T item, Lane lane) {
            this.queue = queue;
            this.item = item;
            this.lane = lane;
        }

        @Override
        public T item() {
            return item;
        }

        @Override
        public void done() {
            // Nothing was kept for it.
        }

        @Override
        public void giveBack() {
            queue.back(this);
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    public LocalQueue(int capacity, Clock clock) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a queue holds at least one item, not " + capacity);
        }
        this.capacity = capacity;
        this.clock = clock;
        classes = new FairLanes[MessageClass.values().length];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = new FairLanes<>();
        }
    }

    @Override
    public boolean offer(T item, Lane lane) {
        lock.lock();
        try {
            if (ready + later.size() >= capacity) {
                return false;
            }
            count(lane, 1);
            add(new Taken<>(this, item, lane));
            arrived.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void count(Lane lane, int items) {
        byAccount.merge(lane.account(), items, (now, more) -> now + more == 0 ? null : Integer.valueOf(now + more));
    }

    private void add(Taken<T> taken) {
        classes[taken.lane.messageClass().ordinal()].addLast(taken.lane, taken);
        ready++;
    }

    private void back(Taken<T> taken) {
        lock.lock();
        try {
            count(taken.lane, 1);
            classes[taken.lane.messageClass().ordinal()].addFirst(taken.lane, taken);
            ready++;
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean offerLater(T item, Lane lane, Duration delay) {
        lock.lock();
        try {
            if (ready + later.size() >= capacity) {
                return false;
            }
            count(lane, 1);
            later.add(new Later<>(clock.nanos() + delay.toNanos(), laterCount++, new Taken<>(this, item, lane)));
            // A waiting thread may have to wake up earlier now.
            arrived.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void again(T item, Lane lane, Duration delay) {
        lock.lock();
        try {
            Taken<T> taken = new Taken<>(this, item, lane);
            count(lane, 1);
            if (delay.isPositive()) {
                later.add(new Later<>(clock.nanos() + delay.toNanos(), laterCount++, taken));
            } else {
                add(taken);
            }
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<Claimed<T>> take(int max, Duration atMost) throws InterruptedException {
        long timeout = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            ripen();
            while (ready == 0 && timeout > 0) {
                long wait = Math.min(timeout, nanosToFirst());
                long left = arrived.awaitNanos(wait);
                timeout -= wait - left;
                ripen();
            }
            return taken(max);
        } finally {
            lock.unlock();
        }
    }

    private List<Claimed<T>> taken(int max) {
        List<Claimed<T>> items = new ArrayList<>(Math.min(max, ready));
        for (FairLanes<Taken<T>> lanes : classes) {
            while (items.size() < max && !lanes.isEmpty()) {
                Taken<T> taken = lanes.poll();
                count(taken.lane, -1);
                items.add(taken);
                ready--;
            }
        }
        if (ready > 0) {
            arrived.signal();
        }
        return items;
    }

    /// Moves what is due to its lane.
    private void ripen() {
        if (later.isEmpty()) {
            return;
        }
        long now = clock.nanos();
        while (!later.isEmpty() && later.peek().dueNanos - now <= 0) {
            add(later.poll().taken);
        }
    }

    private long nanosToFirst() {
        if (later.isEmpty()) {
            return Long.MAX_VALUE;
        }
        return Math.max(1, later.peek().dueNanos - clock.nanos());
    }

    @Override
    public void clear() {
        lock.lock();
        try {
            for (FairLanes<Taken<T>> lanes : classes) {
                lanes.clear();
            }
            later.clear();
            byAccount.clear();
            ready = 0;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<T> remove(Predicate<T> fits, int most) {
        lock.lock();
        try {
            List<Taken<T>> removed = new ArrayList<>();
            for (FairLanes<Taken<T>> lanes : classes) {
                lanes.remove(taken -> fits.test(taken.item), removed, most);
            }
            ready -= removed.size();
            for (Iterator<Later<T>> items = later.iterator(); items.hasNext() && removed.size() < most; ) {
                Taken<T> taken = items.next().taken;
                if (fits.test(taken.item)) {
                    items.remove();
                    removed.add(taken);
                }
            }
            removed.forEach(taken -> count(taken.lane, -1));
            return removed.stream().map(Taken::item).toList();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void forEachFirst(Consumer<T> action) {
        lock.lock();
        try {
            for (FairLanes<Taken<T>> lanes : classes) {
                lanes.forEachFirst(taken -> action.accept(taken.item));
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int size() {
        lock.lock();
        try {
            return ready + later.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int sizeOf(long account) {
        lock.lock();
        try {
            return byAccount.getOrDefault(account, 0);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int capacity() {
        return capacity;
    }
}
