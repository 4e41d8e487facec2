package io.elchi.server.webhooks;

import io.elchi.server.core.Clock;
import io.elchi.server.db.Database;
import io.elchi.server.events.EventReader;
import io.elchi.server.http.OutgoingClient;
import io.elchi.server.observe.Metrics;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires what posts: the role webhooks alone has it.
@Configuration(proxyBeanMethods = false)
public class WebhookPostingConfiguration {
    @Bean
    WebhookPosting.Stores webhookStores(DeliveryStore deliveries, Replays replays, StatusUrls statusUrls) {
        return new WebhookPosting.Stores(deliveries, replays, statusUrls);
    }

    /// The server stops it in its turn, once.
    @Bean(destroyMethod = "")
    WebhookPosting webhookPosting(
            EndpointStore endpoints,
            WebhookPosting.Stores stores,
            EventReader events,
            WebhooksProperties properties,
            Database database,
            Metrics metrics) {
        WebhookMetrics counted = new WebhookMetrics(metrics);
        OutgoingClient client = new OutgoingClient(
                properties.maxConcurrent(),
                properties.maxConcurrentPerEndpoint(),
                properties.timeout(),
                properties.privateAddresses());
        WebhookSender sender = new WebhookSender(client, Clock.SYSTEM, counted);
        Deliverer deliverer = new Deliverer(
                new Deliverer.Parts(endpoints, stores.deliveries(), events, sender, counted),
                properties,
                (RandomGenerator) () -> ThreadLocalRandom.current().nextLong(),
                Clock.SYSTEM);
        return new WebhookPosting(deliverer, events, client, database, properties.attemptDays(), metrics, stores);
    }
}
