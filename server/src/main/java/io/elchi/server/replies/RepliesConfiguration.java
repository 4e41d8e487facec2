package io.elchi.server.replies;

import io.elchi.server.accounts.Accounts;
import io.elchi.server.core.Clock;
import io.elchi.server.inbound.ReplyOutbox;
import io.elchi.server.intake.Intake;
import io.elchi.server.limits.Idempotency;
import io.elchi.server.observe.Metrics;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the module.
@Configuration(proxyBeanMethods = false)
public class RepliesConfiguration {
    @Bean
    ReplySender replySender(
            ReplyOutbox outbox,
            Accounts accounts,
            Intake intake,
            Idempotency idempotency,
            Clock clock,
            Metrics metrics) {
        return new ReplySender(outbox, accounts, intake, idempotency, clock, metrics);
    }
}
