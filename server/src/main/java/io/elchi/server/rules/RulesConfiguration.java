package io.elchi.server.rules;

import io.elchi.server.core.Clock;
import io.elchi.server.db.Database;
import io.elchi.server.numbers.Numbers;
import io.elchi.server.observe.Metrics;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the module.
@Configuration(proxyBeanMethods = false)
public class RulesConfiguration {
    /// null while rules may not ask.
    @Bean
    ExternalDecisions externalDecisions(RulesProperties properties, Metrics metrics, Clock clock) {
        return properties.externalDecisions() ? new ExternalDecisions(properties, metrics, clock) : null;
    }

    @Bean
    RuleStore rules(Database database, Numbers numbers, ObjectProvider<ExternalDecisions> decisions) {
        RuleStore store = new RuleStore(
                database.jdbc(), database.reads(), database.transactions(), numbers, decisions.getIfAvailable());
        store.follow(database.notifications());
        return store;
    }

    @Bean
    InboundRules inboundRules(RuleStore rules) {
        return rules.inbound();
    }
}
