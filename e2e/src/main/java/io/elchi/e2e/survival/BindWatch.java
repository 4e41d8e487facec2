package io.elchi.e2e.survival;

import io.elchi.e2e.Operators;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Looks all the time at how many sessions each operator has.
final class BindWatch implements AutoCloseable {
    private static final Duration BETWEEN = Duration.ofMillis(250);

    private final List<Operators> operators;
    private final int sessions;
    private final int[] before;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile boolean suspended;
    private volatile int most;

    /// @param sessions of a link
    BindWatch(List<Operators> operators, int sessions) {
        this.operators = operators;
        this.sessions = sessions;
        before = new int[operators.size()];
        thread = Thread.ofVirtual().name("bind-watch").start(this::run);
    }

    /// While a process stands still: its sessions stay at the operator beside those of its successor.
    void suspend(boolean stands) {
        suspended = stands;
    }

    private void run() {
        try {
            while (!stopped) {
                for (int i = 0; i < before.length; i++) {
                    int now = count(operators.get(i));
                    // Twice in a row: a session that just ends may be counted once.
                    most = suspended ? most : Math.max(most, Math.min(now, before[i]));
                    before[i] = suspended ? 0 : now;
                }
                TimeUnit.MILLISECONDS.sleep(BETWEEN.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int count(Operators operator) throws InterruptedException {
        try {
            return operator.sessions();
        } catch (IOException e) {
            return 0;
        }
    }

    /// What does not hold; forgets it.
    List<String> found() {
        int seen = most;
        most = 0;
        return seen > sessions
                ? List.of(seen + " sessions were bound at an operator, its link has " + sessions)
                : List.of();
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
