package io.elchi.server.cluster;

import io.elchi.server.db.Database;
import io.elchi.server.observe.Metrics;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the module.
@Configuration(proxyBeanMethods = false)
public class ClusterConfiguration {
    /// The server stops it in its turn.
    @Bean(destroyMethod = "")
    Leases leases(Database database, Metrics metrics) {
        return new Leases(database, metrics);
    }

    @Bean
    Processes processes(Database database) {
        return new Processes(database);
    }

    /// The server stops it in its turn.
    @Bean(destroyMethod = "")
    Shards shards(Leases leases, Metrics metrics) {
        return new Shards(leases, metrics);
    }

    /// The right to post events to webhooks.
    @Bean
    Lease postingLease(Leases leases) {
        return leases.lease("webhooks");
    }
}
