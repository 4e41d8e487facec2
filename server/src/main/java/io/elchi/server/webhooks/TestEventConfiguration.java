package io.elchi.server.webhooks;

import io.elchi.server.core.Clock;
import io.elchi.server.http.OutgoingClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires test events: a gateway posts them by itself, whichever process posts the events.
@Configuration(proxyBeanMethods = false)
public class TestEventConfiguration {
    @Bean
    TestEventSender testEventSender(WebhooksProperties properties, Clock clock) {
        OutgoingClient client = new OutgoingClient(
                TestEventSender.AT_ONCE, TestEventSender.AT_ONCE, properties.timeout(), properties.privateAddresses());
        return new TestEventSender(client, new PerMinute(properties.testsPerMinute(), "test events", clock), clock);
    }
}
