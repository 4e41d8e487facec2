package io.elchi.server.oauth;

import io.elchi.server.accounts.AccountRegister;
import io.elchi.server.accounts.Accounts;
import io.elchi.server.accounts.Directory;
import io.elchi.server.core.Clock;
import io.elchi.server.core.KeyEncryption;
import io.elchi.server.db.Database;
import io.elchi.server.db.DbProperties;
import io.elchi.server.observe.Metrics;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

/// Wires the module.
@Configuration(proxyBeanMethods = false)
@Import(AuthorizationServerConfiguration.class)
public class OAuthConfiguration {
    /// What is answered behind no controller, as the contract names it.
    public static final List<String> OPERATIONS = List.of(
            "POST /oauth2/token",
            "POST /oauth2/introspect",
            "POST /oauth2/revoke",
            "GET /oauth2/jwks",
            "GET " + ServerMetadata.PATH);

    @Bean
    OAuthClients oauthClients(Database database, AccountRegister accounts, Clock clock) {
        return new OAuthClients(database.jdbc(), accounts, clock);
    }

    @Bean
    SigningKeys signingKeys(
            Database database, ObjectProvider<KeyEncryption> encryption, Clock clock, OAuthProperties properties) {
        return new SigningKeys(database.transactions(), encryption.getIfAvailable(), clock, properties.keyRotation());
    }

    @Bean
    ClientDirectory clientDirectory(OAuthClients clients, SigningKeys keys, Database database) {
        ClientDirectory directory = new ClientDirectory(clients);
        directory.follow(database.notifications(), keys);
        return directory;
    }

    @Bean
    AccessTokens accessTokens(
            ClientDirectory clients,
            SigningKeys keys,
            Directory directory,
            Clock clock,
            OAuthProperties properties,
            DbProperties database,
            Metrics metrics) {
        return new AccessTokens(
                clients,
                new TokenVerifier(keys, clock, properties.issuer(), metrics),
                directory,
                clock,
                new TokenCache(properties.cachedTokens()),
                database.maxSnapshotAge());
    }

    /// For all who authenticate: the directory knows keys alone.
    @Bean
    @Primary
    Accounts bearerAccounts(Directory directory, AccessTokens tokens) {
        return new BearerAccounts(directory, tokens);
    }

    @Bean
    ClientRepository clientRepository(
            ClientDirectory clients, Directory directory, Clock clock, OAuthProperties properties) {
        return new ClientRepository(clients, directory, clock, properties.accessTokenTime());
    }

    @Bean
    Authorizations authorizations(
            Database database, AccessTokens tokens, ClientRepository repository, ClientDirectory clients, Clock clock) {
        return new Authorizations(database.jdbc(), tokens.verifier(), repository, clients, clock);
    }
}
