package io.elchi.server.limits;

import io.elchi.server.core.Clock;
import io.elchi.server.db.Database;
import io.elchi.server.limits.local.LocalRateLimits;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the module.
@Configuration(proxyBeanMethods = false)
public class LimitsConfiguration {
    @Bean
    RateLimits rateLimits(Clock clock) {
        return new LocalRateLimits(clock);
    }

    @Bean
    Idempotency idempotency(Database database, Clock clock) {
        return new Idempotency(database, clock);
    }
}
