package io.elchi.server.oauth;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.Accounts;
import io.elchi.server.accounts.Authentication;
import io.elchi.server.accounts.Caller;
import io.elchi.server.accounts.Scope;
import io.elchi.server.core.Clock;
import io.elchi.server.core.Credential;
import io.elchi.server.core.CredentialKind;
import io.elchi.server.core.Failure;
import io.elchi.server.oauth.ClientDirectory.KnownClient;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.springframework.security.oauth2.jwt.JoseHeaderNames;
import org.springframework.security.oauth2.jwt.Jwt;

/// Access tokens as bearer tokens: JWTs that a key of ours signed (RFC 9068). A token is verified once, and then
/// found by its hash; what may have changed since is looked up in memory for each request.
final class AccessTokens {
    private static final Authentication.Denied UNKNOWN = new Authentication.Denied(Failure.UNAUTHORIZED, 0, 0);

    private final ClientDirectory clients;
    private final Accounts accounts;
    private final Clock clock;
    private final Duration maxAge;
    private final TokenVerifier verifier;
    private final TokenCache cache;

    /// @param accounts those in memory
    /// @param maxAge the age of the snapshot from which on tokens of administrators are refused
    AccessTokens(
            ClientDirectory clients,
            TokenVerifier verifier,
            Accounts accounts,
            Clock clock,
            TokenCache cache,
            Duration maxAge) {
        this.clients = clients;
        this.verifier = verifier;
        this.accounts = accounts;
        this.clock = clock;
        this.cache = cache;
        this.maxAge = maxAge;
    }

    TokenVerifier verifier() {
        return verifier;
    }

    Authentication authenticate(String text, InetAddress from) {
        if (text.length() > TokenVerifier.LONGEST) {
            return UNKNOWN;
        }
        byte[] hash = ClientText.hash(text);
        VerifiedToken token = cache.find(hash);
        if (token == null) {
            token = verified(text, hash);
            if (token == null) {
                return UNKNOWN;
            }
            cache.put(token);
        }
        return check(token, from);
    }

    /// As [#authenticate], for a token that was verified before; null for another one.
    Authentication authenticateKnown(String text, InetAddress from) {
        if (text.length() > TokenVerifier.LONGEST) {
            return UNKNOWN;
        }
        VerifiedToken token = cache.find(ClientText.hash(text));
        return token == null ? null : check(token, from);
    }

    private Authentication check(VerifiedToken token, InetAddress from) {
        Instant now = clock.now();
        KnownClient client = clients.get(token.clientCode());
        if (client == null) {
            return UNKNOWN;
        }
        if (client.isExpired(now) || isOver(token, now)) {
            return denied(Failure.UNAUTHORIZED, client);
        }
        if (!client.mayComeFrom(from)) {
            return denied(Failure.IP_NOT_ALLOWED, client);
        }
        VerifiedToken.Opened opened = token.opened(client);
        if (opened.staff() && clients.age().compareTo(maxAge) > 0) {
            return denied(Failure.KEYS_OUTDATED, client);
        }
        Account account = accounts.account(client.accountId()).orElse(null);
        if (account == null || !account.active()) {
            return denied(Failure.ACCOUNT_SUSPENDED, client);
        }
        clients.used(client, now);
        return new Authentication.Granted(
                new Caller(account, new Credential(CredentialKind.OAUTH_CLIENT, client.id()), opened.permissions()));
    }

    private boolean isOver(VerifiedToken token, Instant now) {
        return !now.isBefore(token.expiresAt().plus(TokenVerifier.SKEW))
                || clients.isRevoked(token.id())
                || !verifier.hasKey(token.keyId());
    }

    private static Authentication.Denied denied(Failure failure, KnownClient client) {
        return new Authentication.Denied(failure, client.accountId(), 0);
    }

    private VerifiedToken verified(String text, byte[] hash) {
        Jwt jwt = verifier.claims(text);
        if (jwt == null || !(jwt.getClaim(TokenVerifier.SCOPE) instanceof String scopes)) {
            return null;
        }
        return new VerifiedToken(
                hash,
                (String) jwt.getHeaders().get(JoseHeaderNames.KID),
                jwt.getId(),
                ClientText.code(jwt.getSubject()),
                scopes(scopes),
                jwt.getExpiresAt());
    }

    static Set<Scope> scopes(String texts) {
        Set<Scope> scopes = new HashSet<>();
        for (String text : texts.split(" ")) {
            Scope.of(text).ifPresent(scopes::add);
        }
        return scopes;
    }
}
