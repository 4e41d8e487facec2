package io.elchi.server.identity;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.AccountRegister;
import io.elchi.server.accounts.Accounts;
import io.elchi.server.accounts.Reach;
import io.elchi.server.config.ConfigException;
import io.elchi.server.core.Clock;
import io.elchi.server.core.KeyEncryption;
import io.elchi.server.db.Database;
import io.elchi.server.http.SessionAuthenticator;
import io.elchi.server.identity.oidc.OidcProvider;
import io.elchi.server.limits.RequestLimits;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialRpEntity;
import org.springframework.security.web.webauthn.management.WebAuthnRelyingPartyOperations;
import org.springframework.security.web.webauthn.management.Webauthn4JRelyingPartyOperations;
import org.springframework.session.config.annotation.web.http.EnableSpringHttpSession;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.session.jdbc.PostgreSqlJdbcIndexedSessionRepositoryCustomizer;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires the module. It uses the connections for reads: a flood of sign-ins, or of cookies that are no session's,
/// takes none from the messages.
@Configuration(proxyBeanMethods = false)
@EnableSpringHttpSession
public class IdentityConfiguration {
    @Bean
    SessionTokens sessionTokens() {
        return new SessionTokens();
    }

    @Bean
    TransactionOperations identityTransactions(Database database) {
        return new TransactionTemplate(new DataSourceTransactionManager(database.readSource()));
    }

    /// Its clean-up is a job of ours, in one process at a time.
    @Bean
    JdbcIndexedSessionRepository sessionRepository(
            Database database,
            TransactionOperations transactions,
            SessionTokens tokens,
            IdentityProperties properties) {
        JdbcIndexedSessionRepository repository =
                new JdbcIndexedSessionRepository(new JdbcTemplate(database.readSource()), transactions);
        repository.setTableName("identity.sessions");
        // Two requests of one session may write the same value.
        new PostgreSqlJdbcIndexedSessionRepositoryCustomizer().customize(repository);
        // Spring Session reads a session's values as long as rows of the same session follow each other, and does not
        // ask for an order.
        repository.setListSessionsByPrincipalNameQuery("SELECT s.primary_id, s.session_id, s.creation_time,"
                + " s.last_access_time, s.max_inactive_interval, a.attribute_name, a.attribute_bytes"
                + " FROM %TABLE_NAME% s LEFT JOIN %TABLE_NAME%_attributes a ON s.primary_id = a.session_primary_id"
                + " WHERE s.principal_name = ? ORDER BY s.primary_id");
        repository.setSessionIdGenerator(tokens);
        repository.setDefaultMaxInactiveInterval(properties.sessionIdle());
        repository.setConversionService(SessionOctets.conversion());
        repository.setCleanupCron(Scheduled.CRON_DISABLED);
        return repository;
    }

    @Bean
    UserSessions userSessions(
            JdbcIndexedSessionRepository repository, Database database, IdentityProperties properties, Clock clock) {
        return new UserSessions(repository, database.reads(), properties, clock);
    }

    @Bean
    UserStore userStore(Database database, TransactionOperations transactions, Clock clock) {
        return new UserStore(database.reads(), transactions, clock);
    }

    @Bean
    UserSearch userSearch(Database database) {
        return new UserSearch(database.reads());
    }

    @Bean
    Roles roles(Database database, Clock clock) {
        return new Roles(database.reads(), clock);
    }

    @Bean
    PasskeyStore passkeyStore(Database database) {
        return new PasskeyStore(database.reads());
    }

    @Bean
    Passkeys passkeys(PasskeyStore store, UserStore users, IdentityProperties properties) {
        String domain = properties.passkeyDomain();
        WebAuthnRelyingPartyOperations operations = new Webauthn4JRelyingPartyOperations(
                new PasskeyOwners(users),
                store,
                PublicKeyCredentialRpEntity.builder()
                        .id(domain.isEmpty() ? "localhost" : domain)
                        .name("Elchi")
                        .build(),
                Set.copyOf(properties.passkeyOrigins()));
        return new Passkeys(store, operations, domain);
    }

    @Bean
    PasskeySignIn passkeySignIn(Passkeys passkeys, UserStore users, UserSessions sessions, SignIn.Proofs proofs) {
        return new PasskeySignIn(passkeys, users, sessions, proofs);
    }

    @Bean
    SecondFactor secondFactor(
            Database database,
            TransactionOperations transactions,
            PasskeyStore passkeys,
            ObjectProvider<KeyEncryption> keys,
            Clock clock) {
        return new SecondFactor(database.reads(), transactions, passkeys, sealing(keys.getIfAvailable()), clock);
    }

    /// @param keys null: the server has no key
    private static Sealing sealing(KeyEncryption keys) {
        return keys == null ? Sealing.NONE : new KeySealing(keys);
    }

    @Bean
    SignInLimits signInLimits(Database database, TransactionOperations transactions, Clock clock) {
        return new SignInLimits(database.reads(), transactions, clock);
    }

    @Bean
    SignInHistory signInHistory(Database database, Clock clock) {
        return new SignInHistory(database.reads(), clock);
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
    ProviderSignIn providerSignIn(
            ObjectProvider<OidcProvider> provider,
            SignIn signIn,
            SignIn.Proofs proofs,
            UserSessions sessions,
            ProviderSignIn.People people) {
        return new ProviderSignIn(Optional.ofNullable(provider.getIfAvailable()), signIn, proofs, sessions, people);
    }

    /// null, and so no bean: none is configured.
    ///
    /// @throws ConfigException when there is no key that seals what a browser keeps meanwhile, or no such role
    @Bean
    OidcProvider oidcProvider(IdentityProperties properties, ObjectProvider<KeyEncryption> keys, Clock clock) {
        if (!properties.oidc().isOn()) {
            return null;
        }
        KeyEncryption key = keys.getIfAvailable();
        if (key == null) {
            throw new ConfigException(List.of("identity.oidc.issuer: needs content.key, which seals cookies"));
        }
        for (String role : properties.oidc().mappedRoles()) {
            // Roles that the platform made are looked up at each sign-in.
            boolean builtIn = UserRole.of(role)
                    .filter(known -> known.type() == Account.Type.ADMIN)
                    .isPresent();
            if (!builtIn && !role.startsWith(Roles.CUSTOM)) {
                throw new ConfigException(
                        List.of("identity.oidc.roles: people of the platform have no role '" + role + "'"));
            }
        }
        return new OidcProvider(properties.oidc(), properties.sessionLongest(), key, clock);
    }

    @Bean
    ProviderSignIn.People providerPeople(
            UserStore users,
            Roles roles,
            AccountRegister accounts,
            Database database,
            TransactionOperations transactions,
            Clock clock) {
        return new ProviderSignIn.People(
                users, new UserIdentities(database.reads(), clock), roles, accounts, transactions);
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
    Users.Places places(AccountRegister register, Accounts accounts, Reach reach) {
        return new Users.Places(register, accounts, reach);
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
