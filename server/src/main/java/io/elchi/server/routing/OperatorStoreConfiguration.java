package io.elchi.server.routing;

import io.elchi.server.db.Database;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The register of operators alone, for processes that name operators and route nothing.
@Configuration(proxyBeanMethods = false)
public class OperatorStoreConfiguration {
    @Bean
    OperatorStore operatorStore(Database database) {
        return new OperatorStore(database.jdbc(), database.transactions());
    }
}
