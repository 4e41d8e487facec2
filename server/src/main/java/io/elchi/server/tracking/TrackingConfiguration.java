package io.elchi.server.tracking;

import io.elchi.server.billing.Batches;
import io.elchi.server.billing.Ledger;
import io.elchi.server.cluster.Lease;
import io.elchi.server.core.Clock;
import io.elchi.server.db.Database;
import io.elchi.server.messages.InFlight;
import io.elchi.server.messages.MessageStore;
import io.elchi.server.messages.MessagesProperties;
import io.elchi.server.messages.Outbound;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.SettledFeed;
import io.elchi.server.observe.Health;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import io.elchi.server.queue.WorkQueue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the room.
@Configuration(proxyBeanMethods = false)
public class TrackingConfiguration {
    @Bean
    TrackingMetrics trackingMetrics(Metrics metrics, InFlight inFlight) {
        metrics.gauge(Metric.UNFINISHED, inFlight::size);
        return new TrackingMetrics(metrics);
    }

    @Bean
    Commit.Stores trackingStores(Database database, Ledger ledger, MessageStore messages, Lease messagePath) {
        return new Commit.Stores(database.transactions(), ledger, messages, messagePath);
    }

    @Bean
    Settlement settlement(
            Commit.Stores stores,
            Commit.Effects effects,
            Batches batches,
            TrackingProperties properties,
            TrackingMetrics metrics,
            Clock clock) {
        Commit commit = new Commit(stores, batches, effects, Thread::sleep, metrics);
        return new Settlement(
                stores.messages(),
                effects.inFlight(),
                new Awaited(properties.awaited(), effects.inFlight()),
                batches,
                commit,
                properties,
                new Settlement.Gauges(metrics, clock));
    }

    @Bean
    Commit.Effects trackingEffects(InFlight inFlight, Outbound outbound, SettledFeed feed, Clock clock) {
        return new Commit.Effects(inFlight, outbound, feed, clock);
    }

    @Bean
    Sweeper sweeper(
            Commit.Stores stores,
            Commit.Effects effects,
            WorkQueue<Outcome> outcomes,
            TrackingProperties properties,
            MessagesProperties messages,
            TrackingMetrics metrics) {
        return new Sweeper(
                stores.messages(),
                stores.transactions(),
                effects.inFlight(),
                effects.outbound(),
                outcomes,
                new Sweeper.Times(effects.clock(), messages.lookAfter(), properties.receiptPatience()),
                metrics);
    }

    /// The server stops it in its turn, once.
    @Bean(destroyMethod = "")
    Tracking tracking(
            WorkQueue<Outcome> outcomes,
            Settlement settlement,
            Sweeper sweeper,
            TrackingProperties properties,
            Health health) {
        health.ready("recovery", sweeper::health);
        Tracking tracking = new Tracking(outcomes, settlement, sweeper, properties);
        health.watch("tracking", tracking::isAlive);
        return tracking;
    }
}
