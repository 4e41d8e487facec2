package io.elchi.server.connectors;

import io.elchi.server.cluster.Shards;
import io.elchi.server.connectors.dispatch.LinkedOperator;
import io.elchi.server.core.Clock;
import io.elchi.server.db.Database;
import io.elchi.server.events.AccountEvents;
import io.elchi.server.events.PlatformAccount;
import io.elchi.server.messages.OperatorStates;
import io.elchi.server.messages.Outbound;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.SubmitTask;
import io.elchi.server.messages.SuspendedAccounts;
import io.elchi.server.observe.Health;
import io.elchi.server.observe.Metrics;
import io.elchi.server.queue.OutboundQueues;
import io.elchi.server.queue.WorkQueue;
import io.elchi.server.routing.LinkStatusSource;
import io.elchi.server.routing.Links;
import io.elchi.server.routing.OperatorHealth;
import io.elchi.server.routing.PublishedStates;
import io.elchi.server.routing.ShardSessions;
import io.elchi.server.routing.ShardStates;
import io.elchi.server.traces.PduRecorder;
import io.elchi.smpp.session.SmppClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the module.
@Configuration(proxyBeanMethods = false)
public class ConnectorsConfiguration {
    @Bean
    ShardReports shardReports(
            Shards shards,
            ShardStates states,
            Outbound outbound,
            WorkQueue<Outcome> outcomes,
            LinkWatch watch,
            SessionReports sessions) {
        return new ShardReports(shards, states, outbound, outcomes, watch, sessions);
    }

    @Bean
    SessionReports sessionReports(ShardSessions store, Clock clock) {
        return new SessionReports(store, clock);
    }

    @Bean
    LinkWatch linkWatch(
            Shards shards,
            Database database,
            AccountEvents events,
            PlatformAccount platform,
            ConnectorsProperties properties,
            Clock clock) {
        return new LinkWatch(
                shards,
                new LinkWatch.Log(database.transactions(), new PublishedStates(), events, platform),
                clock,
                new LinkWatch.Times(properties.linkEventDelay(), properties.linkEventInterval()));
    }

    @Bean
    Connectors.Surroundings connectorsSurroundings(
            OutboundQueues<SubmitTask> outbound, WorkQueue<Outcome> outcomes, Shards shards) {
        return new Connectors.Surroundings(outbound, outcomes, shards);
    }

    @Bean
    LocalReceipts localReceipts(WorkQueue<Outcome> outcomes, Clock clock) {
        return new LocalReceipts(outcomes, clock);
    }

    /// The server stops it in its turn, once.
    @Bean(destroyMethod = "")
    Connectors connectors(
            Links links,
            LinkStatusSource live,
            OperatorStates states,
            Connectors.Surroundings surroundings,
            ShardReports reports,
            LinkedOperator.Shared shared,
            Health health) {
        Connectors connectors = new Connectors(links, surroundings, reports, shared);
        live.reportedBy(connectors::status);
        states.reportedBy(connectors::state);
        health.ready("links", connectors::health);
        health.watch("links", connectors::isAlive);
        return connectors;
    }

    @Bean
    LinkedOperator.Shared sharedByOperators(
            ConnectorsProperties properties,
            OperatorHealth health,
            ShardReports reports,
            Metrics metrics,
            SuspendedAccounts accounts,
            PduRecorder traces,
            Clock clock) {
        int loops = properties.eventLoops() > 0
                ? properties.eventLoops()
                : Runtime.getRuntime().availableProcessors();
        return new LinkedOperator.Shared(
                new Openers(SmppClient.create(loops), properties, clock, traces),
                health,
                reports::changed,
                metrics,
                accounts,
                clock);
    }
}
