package io.elchi.server.accounts;

import io.elchi.server.core.Clock;
import io.elchi.server.db.Database;
import io.elchi.server.db.DbProperties;
import io.elchi.server.events.AccountEvents;
import io.elchi.server.http.KeyAuthenticator;
import io.elchi.server.limits.LimitsProperties;
import io.elchi.server.limits.RequestLimits;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the module.
@Configuration(proxyBeanMethods = false)
public class AccountsConfiguration {
    @Bean
    AccountStore accountStore(Database database) {
        return new AccountStore(database.jdbc());
    }

    @Bean
    AccountRegister accountRegister(Database database) {
        return new AccountRegister(database.reads());
    }

    @Bean
    AccountSearch accountSearch(Database database) {
        return new AccountSearch(database.reads());
    }

    @Bean
    Reach reach(AccountRegister register) {
        return new Reach(register);
    }

    @Bean
    ApiKeys apiKeys(Database database, AccountEvents events, Clock clock) {
        return new ApiKeys(database.jdbc(), database.transactions(), events, clock);
    }

    @Bean
    Directory directory(AccountStore store, Clock clock, Database database, DbProperties properties) {
        Directory directory = new Directory(store, clock, properties.maxSnapshotAge());
        directory.follow(database.notifications());
        return directory;
    }

    @Bean
    SmppLogins smppLogins(Database database, Clock clock) {
        return new SmppLogins(database.jdbc(), database.reads(), clock);
    }

    @Bean
    SmppDirectory smppDirectory(Database database, Clock clock) {
        SmppDirectory directory = new SmppDirectory(clock);
        directory.follow(database.notifications());
        return directory;
    }

    @Bean
    RequestLimits requestLimits(LimitsProperties properties, Clock clock) {
        return new RequestLimits(properties, clock);
    }

    /// Here and not in an API: the same keys authenticate every request over HTTP, in every role.
    @Bean
    KeyAuthenticator keyAuthenticator(Accounts accounts, RequestLimits limits) {
        return new BearerKeys(accounts, limits);
    }
}
