package io.elchi.server.boot;

import io.elchi.server.cluster.Shards;
import io.elchi.server.connectors.Connectors;
import io.elchi.server.messages.MessageStore;
import io.elchi.server.messages.Outbound;
import io.elchi.server.observe.Health;
import io.elchi.server.routing.Links;
import io.elchi.server.tracking.Tracking;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires what processes with links and tracking have.
@Configuration(proxyBeanMethods = false)
class CoreConfiguration {
    /// The server stops it in its turn.
    @Bean(destroyMethod = "")
    MessagePath messagePath(
            Shards shards,
            Links links,
            MessageStore store,
            Outbound outbound,
            Tracking tracking,
            Connectors connectors,
            Health health) {
        MessagePath path = new MessagePath(shards, links, store, outbound, tracking, connectors);
        health.ready("message path", path::health);
        return path;
    }
}
