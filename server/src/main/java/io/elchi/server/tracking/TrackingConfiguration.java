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
import io.elchi.server.messages.QueueMoves;
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
    SettlementCommit.Stores trackingStores(
            Database database, Ledger ledger, MessageStore messages, InboundStore inbound, ShardWriter shards) {
        return new SettlementCommit.Stores(
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
            SettlementCommit.Stores stores,
            SettlementWriter writer,
            ShardMemory memory,
            ActiveMessages activeMessages,
            Batches batches,
            TrackingProperties properties,
            Settlement.Gauges gauges) {
        return new Settlement(
                stores.messages(),
                memory,
                new ReceiptIndex(properties.receiptIndexSize(), activeMessages),
                batches,
                writer,
                properties,
                gauges);
    }

    @Bean
    Settlement.Gauges settlementGauges(TrackingMetrics metrics, Clock clock) {
        return new Settlement.Gauges(metrics, clock);
    }

    @Bean
    SettlementWriter settlementWriter(
            SettlementCommit.Stores stores,
            MessageEvents events,
            SettlementEffects effects,
            Batches batches,
            Clock clock,
            TrackingMetrics metrics) {
        SettlementCommit commit = new SettlementCommit(stores, events, clock, Thread::sleep, metrics);
        return new SettlementWriter(commit, effects, stores.shards(), batches, clock, metrics);
    }

    @Bean
    SettlementEffects settlementEffects(
            ActiveMessages activeMessages,
            Outbound outbound,
            SettlementCommit.Stores stores,
            Clock clock,
            TrackingMetrics metrics) {
        return new SettlementEffects(activeMessages, outbound, stores.shards(), clock, metrics);
    }

    @Bean
    Sweeper.Memory sweeperMemory(ActiveMessages activeMessages, Outbound outbound, WorkQueue<Outcome> outcomes) {
        return new Sweeper.Memory(activeMessages, outbound, outcomes);
    }

    @Bean
    Sweeper.Times sweeperTimes(Clock clock, MessagesProperties messages, TrackingProperties properties) {
        return new Sweeper.Times(clock, messages.recheckAfter(), properties.receiptTimeout());
    }

    @Bean
    Sweeper.Shared sweeperShards(Shards shards, Processes processes) {
        return new Sweeper.Shared(shards, processes::hasOthers);
    }

    @Bean
    Sweeper sweeper(
            SettlementCommit.Stores stores,
            Sweeper.Memory memory,
            Sweeper.Times times,
            TrackingMetrics metrics,
            Sweeper.Shared shared) {
        return new Sweeper(stores.messages(), stores.transactions(), memory, times, metrics, shared);
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

    @Bean
    QueueMover queueMover(
            QueueMoves moves, Outbound outbound, WorkQueue<Outcome> outcomes, Shards shards, Clock clock) {
        return new QueueMover(moves, outbound, outcomes, shards, clock);
    }

    /// The server stops it in its turn, once.
    @Bean(destroyMethod = "")
    Tracking tracking(
            WorkQueue<Outcome> outcomes,
            Settlement settlement,
            Sweeper sweeper,
            HandoffReceiver receiver,
            QueueMover mover,
            TrackingProperties properties,
            Health health) {
        health.ready("recovery", sweeper::health);
        Tracking tracking = new Tracking(outcomes, settlement, sweeper, receiver, mover, properties);
        health.watch("tracking", tracking::isAlive);
        return tracking;
    }
}
