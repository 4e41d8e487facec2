package io.elchi.server.webhooks;

import io.elchi.server.core.Clock;
import io.elchi.server.db.Database;
import io.elchi.server.db.DayPartitions;
import io.elchi.server.events.EventReader;
import io.elchi.server.http.OutgoingClient;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.time.Duration;
import java.util.List;

/// The part of the module that posts; a process without the role webhooks has none.
public final class WebhookPosting implements AutoCloseable {
    private final Deliverer deliverer;
    private final EventReader events;
    private final OutgoingClient client;
    private final DayPartitions log;
    private final DeliveryStore deliveries;
    private final Replays replays;
    private final StatusUrls statusUrls;
    private final int attemptDays;
    private volatile long waiting;

    /// What is looked after.
    record Stores(DeliveryStore deliveries, Replays replays, StatusUrls statusUrls) {}

    WebhookPosting(
            Deliverer deliverer,
            EventReader events,
            OutgoingClient client,
            Database database,
            int attemptDays,
            Metrics metrics,
            Stores stores) {
        this.deliverer = deliverer;
        this.events = events;
        this.client = client;
        deliveries = stores.deliveries;
        replays = stores.replays;
        statusUrls = stores.statusUrls;
        this.attemptDays = attemptDays;
        log = new DayPartitions(
                database, Clock.SYSTEM, "webhooks", List.of("attempts"), DayPartitions.Key.TIME, attemptDays);
        metrics.gauge(Metric.WEBHOOK_PENDING, () -> waiting);
    }

    /// Whether the threads that post are alive; true before the start.
    public boolean isAlive() {
        return deliverer.isAlive() && events.isAlive();
    }

    /// Counts what waits, for the metric; to be called from time to time.
    public void count() {
        waiting = deliveries.waiting();
    }

    /// Carries the replays on; to be called every second or two, in one process at a time.
    public void replay() {
        replays.run();
    }

    public void start() {
        log.maintain();
        deliverer.start();
        events.start();
    }

    /// To be called every hour or so.
    public void maintain() {
        log.maintain();
        deliveries.forget(Clock.SYSTEM.now().minus(Duration.ofDays(attemptDays)));
        statusUrls.forget();
    }

    @Override
    public void close() {
        events.close();
        deliverer.close();
        client.close();
    }
}
