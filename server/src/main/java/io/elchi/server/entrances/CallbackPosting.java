package io.elchi.server.entrances;

import io.elchi.server.core.Clock;
import io.elchi.server.http.OutgoingClient;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.time.Duration;
import java.time.Instant;

/// The part of the module that asks addresses of clients; a process without the role webhooks has none.
public final class CallbackPosting implements AutoCloseable {
    /// Requests of an account that wait; the oldest beyond it are dropped.
    static final int MOST_WAITING = 100_000;

    private final CallbackRunner runner;
    private final CallbackStore store;
    private final OutgoingClient client;
    private final EntrancesProperties properties;
    private final Clock clock;
    private final Metrics.Family dropped;
    private volatile long waiting;

    CallbackPosting(
            CallbackRunner runner,
            CallbackStore store,
            OutgoingClient client,
            EntrancesProperties properties,
            Clock clock,
            Metrics metrics) {
        this.runner = runner;
        this.store = store;
        this.client = client;
        this.properties = properties;
        this.clock = clock;
        dropped = metrics.family(Metric.CALLBACKS_DROPPED);
        metrics.gauge(Metric.CALLBACKS_WAITING, () -> waiting);
    }

    /// To be called when this process has the right to post.
    public void start() {
        runner.start();
    }

    /// Whether the thread that posts is alive; true before the start.
    public boolean isAlive() {
        return runner.isAlive();
    }

    /// Counts what waits, for the metric; to be called from time to time.
    public void count() {
        waiting = store.waiting();
    }

    /// Drops what is too old or too much; to be called every ten minutes or so, in one process at a time.
    public void forget() {
        Instant now = clock.now();
        int gone = store.forget(
                now.minus(Duration.ofDays(properties.callbackDays())),
                now.minus(Duration.ofHours(properties.callbackHours())));
        if (gone > 0) {
            dropped.of("age").add(gone);
        }
        int excess = store.trim(MOST_WAITING);
        if (excess > 0) {
            dropped.of("excess").add(excess);
        }
    }

    @Override
    public void close() {
        runner.close();
        client.close();
    }
}
