package io.elchi.server.rules;

import io.elchi.server.db.Database;
import io.elchi.server.numbers.Numbers;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the module.
@Configuration(proxyBeanMethods = false)
public class RulesConfiguration {
    @Bean
    RuleStore rules(Database database, Numbers numbers) {
        RuleStore store = new RuleStore(database.jdbc(), database.reads(), database.transactions(), numbers);
        store.follow(database.notifications());
        return store;
    }
}
