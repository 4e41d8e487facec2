package io.elchi.server.oauth;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.Accounts;
import io.elchi.server.accounts.Scope;
import io.elchi.server.core.Clock;
import io.elchi.server.oauth.ClientDirectory.KnownClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

/// Clients for the Authorization Server, by what is in memory. Of clients that may not get a token it knows none.
final class ClientRepository implements RegisteredClientRepository {
    private final ClientDirectory clients;
    private final Accounts accounts;
    private final Clock clock;
    private final TokenSettings tokens;

    ClientRepository(ClientDirectory clients, Accounts accounts, Clock clock, Duration tokenTime) {
        this.clients = clients;
        this.accounts = accounts;
        this.clock = clock;
        tokens = TokenSettings.builder().accessTokenTimeToLive(tokenTime).build();
    }

    @Override
    public void save(RegisteredClient client) {
        throw new UnsupportedOperationException("clients are made by administrators");
    }

    /// @param id our client id, which is the registered client's id, too
    @Override
    public RegisteredClient findById(String id) {
        return findByClientId(id);
    }

    @Override
    public RegisteredClient findByClientId(String clientId) {
        return known(clientId).map(this::registered).orElse(null);
    }

    /// An active client of an active account.
    Optional<KnownClient> known(String clientId) {
        KnownClient client = clients.find(clientId);
        boolean open = client != null
                && !client.isExpired(clock.now())
                && accounts.account(client.accountId()).map(Account::active).orElse(false);
        return open ? Optional.of(client) : Optional.empty();
    }

    private RegisteredClient registered(KnownClient client) {
        Instant now = clock.now();
        boolean former = client.formerHash() != null && now.isBefore(client.formerUntil());
        return RegisteredClient.withId(client.clientId())
                .clientId(client.clientId())
                .clientSecret(SecretHashes.text(client.hash(), former ? client.formerHash() : null))
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .scopes(scopes ->
                        scopes.addAll(client.scopes().stream().map(Scope::text).collect(Collectors.toSet())))
                .tokenSettings(tokens)
                .build();
    }
}
