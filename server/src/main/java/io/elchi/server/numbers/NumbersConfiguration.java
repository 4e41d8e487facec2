package io.elchi.server.numbers;

import io.elchi.server.db.Database;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the module.
@Configuration(proxyBeanMethods = false)
public class NumbersConfiguration {
    @Bean
    NumberStore numberStore(Database database) {
        return new NumberStore(database.jdbc());
    }

    @Bean
    NetworkLists networkLists(Database database) {
        return new NetworkLists(database.transactions());
    }

    @Bean
    NumberTable numberTable(Database database, NumbersProperties properties) {
        NumberTable table = new NumberTable(properties.accept());
        database.notifications().follow("numbers", new NumberLoader(table));
        return table;
    }
}
