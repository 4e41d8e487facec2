package io.elchi.server.connectors.smpp;

import java.time.Duration;
import java.util.List;
import java.util.Set;
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

    /// How many submit_sm all windows together take now.
    private int windowRoom() {
        int sum = 0;
        for (Line line : lines) {
            sum += line.room();
        }
        return sum;
    }

    /// How many submit_sm the lines take now, as far as windows and paces allow. Sessions of one link share its
    /// pace, so there may be less.
    ///
    /// @param except lines that are not counted
    int room(Set<Line> except) {
        int sum = 0;
        for (Line line : lines) {
            sum += except.contains(line) ? 0 : room(line);
        }
        return sum;
    }

    private static int room(Line line) {
        int window = line.room();
        return window == 0 ? 0 : Math.min(window, line.pacer().room());
    }

    /// When the pace of some line lets something through again; zero when one does now.
    Duration untilPace() {
        Duration first = null;
        for (Line line : lines) {
            Duration until = line.pacer().untilRoom();
            first = first == null || until.compareTo(first) < 0 ? until : first;
        }
        return first == null ? Duration.ZERO : first;
    }

    /// Whether every line waits because the operator said that it has too much.
    boolean allRest() {
        for (Line line : lines) {
            if (!line.pacer().rests()) {
                return false;
            }
        }
        return true;
    }

    /// The line that has its turn: the next one with room, else the next one; null when there is none.
    ///
    /// @param except lines that get nothing
    Line next(Set<Line> except) {
        Object[] now = lines.toArray();
        if (now.length == 0) {
            return null;
        }
        for (int i = 0; i < now.length; i++) {
            Line line = (Line) now[(turn + i) % now.length];
            if (!except.contains(line) && room(line) > 0) {
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
            if (only == null ? windowRoom() == 0 : lines.contains(only) && only.room() == 0) {
                room.awaitNanos(nanos);
            }
        } finally {
            waiting = false;
            lock.unlock();
        }
    }
}
