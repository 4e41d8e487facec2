package io.elchi.server.billing;

import io.elchi.server.accounts.AccountStore;
import io.elchi.server.billing.ledger.PgCharges;
import io.elchi.server.billing.ledger.PgLedger;
import io.elchi.server.core.Clock;
import io.elchi.server.db.Database;
import io.elchi.server.events.AccountEvents;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the module.
@Configuration(proxyBeanMethods = false)
public class BillingConfiguration {
    @Bean
    Ledger ledger(Database database) {
        return new PgLedger(database.jdbc(), database.reads(), database.transactions());
    }

    @Bean
    Charges charges(Database database, Clock clock, BillingProperties properties) {
        return new PgCharges(database.reads(), database.transactions(), clock, properties.chargeExpiry());
    }

    @Bean
    AccountOpening accountOpening(AccountStore accounts, Ledger ledger, Database database) {
        return new AccountOpening(accounts, ledger, database.transactions());
    }

    @Bean
    AccountChanges accountChanges(Database database) {
        return new AccountChanges(database.transactions());
    }

    @Bean
    BalanceAlerts balanceAlerts(Database database, AccountEvents events) {
        return new BalanceAlerts(database, events);
    }

    @Bean
    Batches batches(Clock clock) {
        return new Batches(
                clock, (RandomGenerator) () -> ThreadLocalRandom.current().nextLong());
    }
}
