package io.elchi.server.tracking;

import io.elchi.server.billing.Batches;
import io.elchi.server.billing.Ledger;
import io.elchi.server.cluster.Processes;
import io.elchi.server.cluster.Shards;
import io.elchi.server.core.Clock;
import io.elchi.server.db.Database;
import io.elchi.server.inbound.InboundStore;
import io.elchi.server.messages.ActiveMessages;
import io.elchi.server.messages.MessageEvents;
import io.elchi.server.messages.MessageStore;
import io.elchi.server.messages.MessagesProperties;
import io.elchi.server.messages.Outbound;
import io.elchi.server.messages.Outcome;
import io.elchi.server.observe.Health;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import io.elchi.server.queue.Handoff;
import io.elchi.server.queue.WorkQueue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the module.
@Configuration(proxyBeanMethods = false)
public class TrackingConfiguration {
    @Bean
    TrackingMetrics trackingMetrics(Metrics metrics, ActiveMessages activeMessages) {
        metrics.gauge(Metric.UNFINISHED, activeMessages::size);
        return new TrackingMetrics(metrics);
    }

    @Bean
    SettlementWriter.Stores trackingStores(
            Database database, Ledger ledger, MessageStore messages, InboundStore inbound, ShardWriter shards) {
        return new SettlementWriter.Stores(
                database.watchedTransactions("settlement"), ledger, messages, inbound, shards);
    }

    @Bean
    ShardWriter shardWriter(
            Shards shards,
            Handoff handoff,
            MessageStore messages,
            ActiveMessages activeMessages,
            MessagesProperties properties) {
        return new ShardWriter(shards, handoff, messages, activeMessages, properties.recheckAfter());
    }

    @Bean
    ShardMemory shardMemory(ActiveMessages activeMessages, Shards shards, Outbound outbound, Metrics metrics) {
        return new ShardMemory(activeMessages, shards, outbound, metrics.family(Metric.INBOX_PUT));
    }

    @Bean
    Settlement settlement(
            SettlementWriter.Stores stores,
            SettlementWriter.Effects effects,
            ShardMemory memory,
            Batches batches,
            TrackingProperties properties,
            TrackingMetrics metrics) {
        SettlementWriter commit = new SettlementWriter(stores, batches, effects, Thread::sleep, metrics);
        return new Settlement(
                stores.messages(),
                memory,
                new ReceiptIndex(properties.receiptIndexSize(), effects.activeMessages()),
                batches,
                commit,
                properties,
                new Settlement.Gauges(metrics, effects.clock()));
    }

    @Bean
    SettlementWriter.Effects trackingEffects(
            ActiveMessages activeMessages, Outbound outbound, MessageEvents events, Clock clock) {
        return new SettlementWriter.Effects(activeMessages, outbound, events, clock);
    }

    @Bean
    Sweeper.Shared sweeperShards(Shards shards, Processes processes) {
        return new Sweeper.Shared(shards, processes::hasOthers);
    }

    @Bean
    Sweeper sweeper(
            SettlementWriter.Stores stores,
            SettlementWriter.Effects effects,
            WorkQueue<Outcome> outcomes,
            TrackingProperties properties,
            MessagesProperties messages,
            TrackingMetrics metrics,
            Sweeper.Shared shared) {
        return new Sweeper(
                stores.messages(),
                stores.transactions(),
                effects,
                outcomes,
                new Sweeper.Times(effects.clock(), messages.recheckAfter(), properties.receiptTimeout()),
                metrics,
                shared);
    }

    @Bean
    HandoffReceiver handoffReceiver(
            Handoff handoff,
            Sweeper sweeper,
            ActiveMessages activeMessages,
            Shards shards,
            WorkQueue<Outcome> outcomes,
            Metrics metrics) {
        return new HandoffReceiver(
                handoff,
                sweeper.loader(),
                activeMessages,
                shards,
                outcomes,
                metrics.count(Metric.HANDOFF_HINTS, "loaded"));
    }

    /// The server stops it in its turn, once.
    @Bean(destroyMethod = "")
    Tracking tracking(
            WorkQueue<Outcome> outcomes,
            Settlement settlement,
            Sweeper sweeper,
            HandoffReceiver receiver,
            TrackingProperties properties,
            Health health) {
        health.ready("recovery", sweeper::health);
        Tracking tracking = new Tracking(outcomes, settlement, sweeper, receiver, properties);
        health.watch("tracking", tracking::isAlive);
        return tracking;
    }
}
