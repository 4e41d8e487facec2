package io.elchi.server.audit;

import io.elchi.server.db.Database;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the module.
@Configuration(proxyBeanMethods = false)
public class AuditConfiguration {
    @Bean
    AuditLog auditLog(Database database) {
        return new AuditLog(database);
    }

    @Bean
    AuditChain auditChain(Database database) {
        return new AuditChain(database.transactions());
    }
}
