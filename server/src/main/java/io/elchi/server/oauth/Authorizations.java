package io.elchi.server.oauth;

import io.elchi.server.core.Clock;
import io.elchi.server.oauth.ClientDirectory.KnownClient;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/// What the Authorization Server remembers of tokens: that one is revoked. All else is in the token itself.
public final class Authorizations implements OAuth2AuthorizationService {
    /// Revocations of one client that are kept at a time. With `oauth.tokens_per_second` of 5 and tokens of ten
    /// minutes a client has 3,000 tokens.
    private static final int MOST_REVOKED = 10_000;

    private final JdbcClient jdbc;
    private final TokenVerifier verifier;
    private final ClientRepository repository;
    private final ClientDirectory clients;
    private final Clock clock;

    Authorizations(
            JdbcClient jdbc,
            TokenVerifier verifier,
            ClientRepository repository,
            ClientDirectory clients,
            Clock clock) {
        this.jdbc = jdbc;
        this.verifier = verifier;
        this.repository = repository;
        this.clients = clients;
        this.clock = clock;
    }

    /// Stores a revocation; a token that is valid leaves nothing.
    @Override
    public void save(OAuth2Authorization authorization) {
        OAuth2Authorization.Token<OAuth2AccessToken> token = authorization.getAccessToken();
        if (token == null || !token.isInvalidated()) {
            return;
        }
        KnownClient client =
                repository.known(authorization.getRegisteredClientId()).orElse(null);
        if (client == null || token.getClaims() == null) {
            return;
        }
        String id = token.getClaims().get("jti").toString();
        Instant expires = token.getToken().getExpiresAt().plus(TokenVerifier.SKEW);
        int stored = jdbc.sql("INSERT INTO oauth.revoked_tokens (jti, client_id, expires_at)"
                        + " SELECT ?, ?, ? WHERE (SELECT count(*) FROM oauth.revoked_tokens WHERE client_id = ?) < ?"
                        + " ON CONFLICT (jti) DO UPDATE SET expires_at = excluded.expires_at")
                .param(id)
                .param(client.id())
                .param(expires.atOffset(ZoneOffset.UTC))
                .param(client.id())
                .param(MOST_REVOKED)
                .update();
        if (stored == 0) {
            throw new OAuth2AuthenticationException(new OAuth2Error(
                    OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE,
                    "The client has revoked too many tokens that have not expired",
                    null));
        }
        // Here at once; in other processes when they hear of it.
        clients.revoked().put(id, expires);
    }

    @Override
    public void remove(OAuth2Authorization authorization) {
        throw new UnsupportedOperationException("there is nothing to remove: tokens are not stored");
    }

    @Override
    public OAuth2Authorization findById(String id) {
        return null;
    }

    /// A valid token of the asking client's account; one of another account is as unknown as an invented one.
    @Override
    public OAuth2Authorization findByToken(String text, OAuth2TokenType type) {
        if (type != null && !OAuth2TokenType.ACCESS_TOKEN.equals(type)) {
            return null;
        }
        Jwt jwt = verifier.claims(text);
        if (jwt == null || clients.isRevoked(jwt.getId()) || !isOfAskingAccount(jwt.getSubject())) {
            return null;
        }
        RegisteredClient client = repository.findByClientId(jwt.getSubject());
        if (client == null || !clock.now().isBefore(jwt.getExpiresAt())) {
            return null;
        }
        String scope = jwt.getClaimAsString(TokenVerifier.SCOPE);
        Set<String> scopes = scope == null ? Set.of() : new LinkedHashSet<>(Arrays.asList(scope.split(" ")));
        OAuth2AccessToken token = new OAuth2AccessToken(
                OAuth2AccessToken.TokenType.BEARER, text, jwt.getIssuedAt(), jwt.getExpiresAt(), scopes);
        return OAuth2Authorization.withRegisteredClient(client)
                .id(jwt.getId())
                .principalName(client.getClientId())
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .authorizedScopes(scopes)
                .token(token, metadata -> metadata.put(OAuth2Authorization.Token.CLAIMS_METADATA_NAME, jwt.getClaims()))
                .build();
    }

    private boolean isOfAskingAccount(String clientId) {
        KnownClient owner = clients.find(clientId);
        KnownClient asking =
                SecurityContextHolder.getContext().getAuthentication() instanceof OAuth2ClientAuthenticationToken client
                        ? clients.find(client.getName())
                        : null;
        return owner != null && asking != null && owner.accountId() == asking.accountId();
    }

    /// Deletes the revocations of tokens that have expired; to be called from time to time.
    public int forget() {
        return jdbc.sql("DELETE FROM oauth.revoked_tokens WHERE expires_at <= ?")
                .param(clock.now().atOffset(ZoneOffset.UTC))
                .update();
    }
}
