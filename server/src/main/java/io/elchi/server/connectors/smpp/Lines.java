package io.elchi.server.connectors.smpp;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The lines of one operator that are bound for sending. Sessions come and go; the dispatcher waits here for room.
final class Lines {
    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private volatile boolean waiting;
    private int turn;

    void add(Line line) {
        lines.add(line);
        roomAgain();
    }

    void remove(Line line) {
        lines.remove(line);
        roomAgain();
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /// How many submit_sm all lines together take now.
    int room() {
        int sum = 0;
        for (Line line : lines) {
            sum += line.room();
        }
        return sum;
    }

    /// The line that has its turn: the next one with room, else the next one; null when there is none.
    Line next() {
        Object[] now = lines.toArray();
        if (now.length == 0) {
            return null;
        }
        for (int i = 0; i < now.length; i++) {
            Line line = (Line) now[(turn + i) % now.length];
            if (line.room() > 0) {
                turn = (turn + i + 1) % now.length;
                return line;
            }
        }
        return (Line) now[turn % now.length];
    }

    /// A submit_sm was answered, a session bound: whoever waits for room looks again.
    void roomAgain() {
        if (waiting) {
            lock.lock();
            try {
                room.signal();
            } finally {
                lock.unlock();
            }
        }
    }

    /// Waits until there is room, at most so long.
    ///
    /// @param only the line that is waited for; null: any
    void awaitRoom(Line only, long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        waiting = true;
        try {
            if (only == null ? room() == 0 : lines.contains(only) && only.room() == 0) {
                room.awaitNanos(nanos);
            }
        } finally {
            waiting = false;
            lock.unlock();
        }
    }
}
