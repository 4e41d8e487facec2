package io.elchi.server.compliance;

import io.elchi.server.db.Database;
import io.elchi.server.events.AccountEvents;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the module.
@Configuration(proxyBeanMethods = false)
public class ComplianceConfiguration {
    @Bean
    ComplianceStore compliance(Database database, AccountEvents events) {
        ComplianceStore store = new ComplianceStore(database.jdbc(), database.transactions(), events);
        store.follow(database.notifications());
        return store;
    }
}
