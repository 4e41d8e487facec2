package io.elchi.server.traces;

import io.elchi.server.core.Clock;
import io.elchi.server.db.Database;
import io.elchi.server.observe.Metrics;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the module.
@Configuration(proxyBeanMethods = false)
public class TracesConfiguration {
    @Bean
    PduStore pduStore(Database database) {
        return new PduStore(database);
    }

    @Bean
    PduSearch pduSearch(Database database) {
        return new PduSearch(database);
    }

    @Bean
    PduUpkeep pduUpkeep(PduStore store, Clock clock) {
        return () -> store.forget(clock.now());
    }

    @Bean(destroyMethod = "close")
    PduRecorder pduRecorder(PduStore store, Clock clock, Metrics metrics) {
        return new PduRecorder(store, clock, metrics);
    }
}
