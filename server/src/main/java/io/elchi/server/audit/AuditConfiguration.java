package io.elchi.server.audit;

import io.elchi.server.db.Database;
import io.elchi.server.observe.Metrics;
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
    AccessLog accessLog(Database database, Metrics metrics) {
        return new AccessLog(database.jdbc(), metrics, System::nanoTime);
    }

    @Bean
    AuditChain auditChain(Database database) {
        return new AuditChain(database.transactions());
    }
}
