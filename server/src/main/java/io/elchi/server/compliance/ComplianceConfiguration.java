package io.elchi.server.compliance;

import io.elchi.server.db.Database;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the module.
@Configuration(proxyBeanMethods = false)
public class ComplianceConfiguration {
    @Bean
    ComplianceStore compliance(Database database) {
        ComplianceStore store = new ComplianceStore(database.jdbc());
        store.follow(database.notifications());
        return store;
    }
}
