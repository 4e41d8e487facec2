package io.elchi.server.connectors;

import io.elchi.server.cluster.Lease;
import io.elchi.server.connectors.smpp.SmppOperator;
import io.elchi.server.core.Clock;
import io.elchi.server.messages.OperatorStates;
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
import io.elchi.smpp.session.SmppClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the module.
@Configuration(proxyBeanMethods = false)
public class ConnectorsConfiguration {
    /// The server stops it in its turn, once.
    @Bean(destroyMethod = "")
    Connectors connectors(
            Links links,
            LinkStatusSource live,
            OperatorStates states,
            OutboundQueues<SubmitTask> queues,
            SmppOperator.Shared shared,
            Health health) {
        Connectors connectors = new Connectors(links, queues, shared);
        live.reportedBy(connectors::status);
        states.reportedBy(connectors::state);
        health.ready("links", connectors::health);
        health.watch("links", connectors::isAlive);
        return connectors;
    }

    @Bean
    SmppOperator.Shared smppShared(
            ConnectorsProperties properties,
            OperatorHealth health,
            WorkQueue<Outcome> outcomes,
            Lease messagePath,
            Metrics metrics,
            SuspendedAccounts accounts,
            Clock clock) {
        int loops = properties.eventLoops() > 0
                ? properties.eventLoops()
                : Runtime.getRuntime().availableProcessors();
        return new SmppOperator.Shared(
                SmppClient.create(loops),
                properties,
                health,
                new Outcomes(outcomes, messagePath),
                metrics,
                accounts,
                clock);
    }
}
