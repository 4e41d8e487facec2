package io.elchi.server.identity;

import io.elchi.server.accounts.Accounts;
import io.elchi.server.accounts.Reach;
import io.elchi.server.core.Clock;
import io.elchi.server.db.Database;
import io.elchi.server.http.SessionAuthenticator;
import io.elchi.server.limits.RequestLimits;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.session.config.annotation.web.http.EnableSpringHttpSession;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires the module.
@Configuration(proxyBeanMethods = false)
@EnableSpringHttpSession
public class IdentityConfiguration {
    @Bean
    SessionTokens sessionTokens() {
        return new SessionTokens();
    }

    /// Its clean-up is a job of ours, in one process at a time.
    @Bean
    JdbcIndexedSessionRepository sessionRepository(
            Database database, SessionTokens tokens, IdentityProperties properties) {
        JdbcIndexedSessionRepository repository = new JdbcIndexedSessionRepository(
                new JdbcTemplate(database.dataSource()),
                new TransactionTemplate(new DataSourceTransactionManager(database.dataSource())));
        repository.setTableName("identity.sessions");
        repository.setSessionIdGenerator(tokens);
        repository.setDefaultMaxInactiveInterval(properties.sessionIdle());
        repository.setConversionService(SessionOctets.conversion());
        repository.setCleanupCron(Scheduled.CRON_DISABLED);
        return repository;
    }

    @Bean
    UserSessions userSessions(JdbcIndexedSessionRepository repository, IdentityProperties properties, Clock clock) {
        return new UserSessions(repository, properties, clock);
    }

    @Bean
    UserStore userStore(Database database, Clock clock) {
        return new UserStore(database.jdbc(), clock);
    }

    @Bean
    Roles roles(Database database, Clock clock) {
        return new Roles(database.jdbc(), clock);
    }

    @Bean
    SecondFactor secondFactor(Database database, ObjectProvider<Sealing> sealing, Clock clock) {
        return new SecondFactor(database.jdbc(), sealing.getIfAvailable(() -> Sealing.NONE), clock);
    }

    @Bean
    SignInLimits signInLimits(Database database, Clock clock) {
        return new SignInLimits(database.jdbc(), clock);
    }

    @Bean
    SignInHistory signInHistory(Database database, Clock clock) {
        return new SignInHistory(database.jdbc(), clock);
    }

    @Bean
    Passwords passwords(IdentityProperties properties) {
        return new Passwords(properties.passwordChecks());
    }

    @Bean
    FirstUsers firstUsers(UserStore store, Passwords passwords) {
        return new FirstUsers(store, passwords);
    }

    @Bean
    SignIn.Proofs proofs(Passwords passwords, SecondFactor factors, SignInLimits limits, SignInHistory history) {
        return new SignIn.Proofs(passwords, factors, limits, history);
    }

    @Bean
    SignIn signIn(
            UserStore users,
            SignIn.Proofs proofs,
            UserSessions sessions,
            Accounts accounts,
            IdentityProperties properties) {
        return new SignIn(users, proofs, sessions, accounts, properties.staffSecondFactor());
    }

    @Bean
    Users users(
            UserStore store,
            Roles roles,
            SecondFactor factors,
            UserSessions sessions,
            Users.Places places,
            IdentityProperties properties) {
        return new Users(store, roles, factors, sessions, places, properties.linkTime());
    }

    @Bean
    Users.Places places(Accounts accounts, Reach reach) {
        return new Users.Places(accounts, reach);
    }

    @Bean
    SessionAuthenticator sessionAuthenticator(
            UserSessions sessions, UserStore users, Roles roles, Accounts accounts, RequestLimits limits, Clock clock) {
        return new SessionCallers(sessions, users, roles, accounts, limits, clock);
    }

    @Bean
    IdentityUpkeep identityUpkeep(
            UserSessions sessions,
            UserStore users,
            SecondFactor factors,
            SignInLimits limits,
            SignInHistory history,
            IdentityProperties properties) {
        return new IdentityUpkeep(sessions, users, factors, limits, history, properties.historyTime());
    }
}
