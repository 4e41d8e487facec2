package io.elchi.server.compliance;

import io.elchi.server.db.Database;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the table of opt-outs: processes that check no messages write it, too.
@Configuration(proxyBeanMethods = false)
public class OptOutConfiguration {
    @Bean
    OptOuts optOuts(Database database) {
        return new OptOuts(database.jdbc(), database.reads());
    }
}
