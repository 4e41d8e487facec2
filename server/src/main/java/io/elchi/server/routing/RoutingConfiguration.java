package io.elchi.server.routing;

import io.elchi.server.core.Clock;
import io.elchi.server.db.Database;
import io.elchi.server.tariffs.TariffStore;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// Wires the module.
@Configuration(proxyBeanMethods = false)
@Import(OperatorStoreConfiguration.class)
public class RoutingConfiguration {
    @Bean
    OperatorHealth operatorHealth() {
        return new OperatorHealth();
    }

    @Bean
    LinkStore linkStore(Database database) {
        return new LinkStore(database.jdbc(), database.notifications());
    }

    @Bean
    RouteVersions routeVersions(Database database) {
        return new RouteVersions(database.jdbc());
    }

    @Bean
    RouteHistory routeHistory(Database database) {
        return new RouteHistory(database.reads(), database.transactions());
    }

    @Bean
    ShardStates shardStates(Database database) {
        return new ShardStates(database.jdbc());
    }

    @Bean
    ShardSessions shardSessions(Database database) {
        return new ShardSessions(database.jdbc(), database.processId());
    }

    @Bean
    LinkStatusSource liveLinks() {
        return new LinkStatusSource();
    }

    @Bean
    RouteService routeService(
            OperatorStore store,
            TariffStore tariffs,
            LinkStore links,
            RouteVersions versions,
            OperatorHealth health,
            RoutingProperties properties,
            Clock clock) {
        return new RouteService(store, tariffs, links, versions, health, properties, clock);
    }
}
