package io.elchi.server.gatewayapi;

import io.elchi.server.accounts.Accounts;
import io.elchi.server.intake.Intake;
import io.elchi.server.limits.Idempotency;
import io.elchi.server.limits.RateLimits;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the room.
@Configuration(proxyBeanMethods = false)
public class GatewayConfiguration {
    @Bean
    SendDoor sendDoor(Accounts accounts, Intake intake, Idempotency idempotency, RateLimits limits) {
        return new SendDoor(accounts, intake, idempotency, limits);
    }

    @Bean
    SendHandler sendHandler(SendDoor door) {
        return new SendHandler(door);
    }

    @Bean
    BatchHandler batchHandler(SendDoor door) {
        return new BatchHandler(door);
    }
}
