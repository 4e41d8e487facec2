package io.elchi.server.tariffs;

import io.elchi.server.core.Clock;
import io.elchi.server.db.Database;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the module.
@Configuration(proxyBeanMethods = false)
public class TariffsConfiguration {
    @Bean
    TariffStore tariffStore(Database database, Clock clock) {
        return new TariffStore(database.jdbc(), clock, database.notifications());
    }
}
