package io.elchi.server.webhooks;

import io.elchi.server.cluster.Lease;
import io.elchi.server.core.Clock;
import io.elchi.server.db.Database;
import io.elchi.server.events.EventLog;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires endpoints, their log and replay. Processes without the role webhooks have these too, and post nothing.
@Configuration(proxyBeanMethods = false)
public class WebhooksConfiguration {
    @Bean
    EndpointStore endpointStore(Database database) {
        EndpointStore store = new EndpointStore(database);
        store.follow(database.notifications());
        return store;
    }

    @Bean
    DeliveryStore deliveryStore(Database database, Lease postingLease, EventLog log) {
        return new DeliveryStore(database, postingLease, log);
    }

    @Bean
    GivenUpDeliveries givenUpDeliveries(Database database, EventLog log, Clock clock) {
        return new GivenUpDeliveries(database, log, clock);
    }

    @Bean
    MessageAttempts messageAttempts(Database database, EventLog log) {
        return new MessageAttempts(database, log);
    }

    @Bean
    Replays replays(EndpointStore endpoints, Database database, DeliveryStore deliveries, EventLog log, Clock clock) {
        return new Replays(endpoints, new ReplayStore(database, log), deliveries, log, clock);
    }

    @Bean
    Webhooks webhooks(
            EndpointStore endpoints,
            DeliveryStore deliveries,
            EventLog log,
            WebhooksProperties properties,
            Clock clock) {
        return new Webhooks(endpoints, deliveries, log, properties, clock);
    }

    @Bean
    StatusUrls statusUrls(
            EndpointStore endpoints, Webhooks webhooks, EventLog log, WebhooksProperties properties, Clock clock) {
        return new StatusUrls(endpoints, webhooks, log, properties, clock);
    }
}
