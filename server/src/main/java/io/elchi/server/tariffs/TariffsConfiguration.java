package io.elchi.server.tariffs;

import io.elchi.server.core.Clock;
import io.elchi.server.db.Database;
import io.elchi.server.events.AccountEvents;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the module.
@Configuration(proxyBeanMethods = false)
public class TariffsConfiguration {
    @Bean
    TariffStore tariffStore(Database database, AccountEvents events, Clock clock) {
        return new TariffStore(database.jdbc(), database.transactions(), events, clock, database.notifications());
    }

    @Bean
    PriceLists priceLists(Database database, TariffStore tariffs) {
        return new PriceLists(database.transactions(), tariffs);
    }
}
