package io.elchi.server.oauth;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.Accounts;
import io.elchi.server.accounts.Authentication;
import io.elchi.server.accounts.Caller;
import io.elchi.server.accounts.Scope;
import io.elchi.server.core.Clock;
import io.elchi.server.core.Credential;
import io.elchi.server.core.Failure;
import io.elchi.server.oauth.ClientDirectory.KnownClient;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/// Access tokens as bearer tokens: JWTs that a key of ours signed (RFC 9068). A token is verified once, and then
/// found by its hash; what may have changed since is looked up in memory for each request.
final class AccessTokens {
    /// The type in the header: an ID token or a token of another purpose has another one.
    static final String TYPE = "at+jwt";

    static final String AUDIENCE = "elchi";
    static final String SCOPE = "scope";
    /// Clocks of processes may differ so much.
    static final Duration SKEW = Duration.ofSeconds(30);
    /// Nothing of a longer text is parsed.
    static final int LONGEST = 4_096;

    private static final Authentication.Denied UNKNOWN = new Authentication.Denied(Failure.UNAUTHORIZED, 0, 0);

    private final ClientDirectory clients;
    private final Accounts accounts;
    private final Clock clock;
    private final Duration maxAge;
    private final JwtDecoder decoder;
    private final TokenCache cache;

    /// @param accounts those in memory
    /// @param maxAge the age of the snapshot from which on tokens of administrators are refused
    AccessTokens(
            ClientDirectory clients,
            SigningKeys keys,
            Accounts accounts,
            Clock clock,
            OAuthProperties properties,
            Duration maxAge) {
        this.clients = clients;
        this.accounts = accounts;
        this.clock = clock;
        this.maxAge = maxAge;
        decoder = decoder(keys, clock, properties.issuer());
        cache = new TokenCache(properties.cachedTokens());
    }

    private static JwtDecoder decoder(SigningKeys keys, Clock clock, String issuer) {
        // A token names its key, and no other one is tried.
        JWKSource<SecurityContext> source = (selector, _) -> {
            Set<String> ids = selector.getMatcher().getKeyIDs();
            return ids == null || ids.size() != 1
                    ? List.of()
                    : keys.find(ids.iterator().next())
                            .map(key -> selector.select(new JWKSet(key)))
                            .orElse(List.of());
        };
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(source)
                .jwsAlgorithm(SignatureAlgorithm.RS256)
                .jwtProcessorCustomizer(processor ->
                        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType(TYPE))))
                .build();
        JwtTimestampValidator times = new JwtTimestampValidator(SKEW);
        times.setClock(new InstantClock(clock));
        List<OAuth2TokenValidator<Jwt>> validators = new ArrayList<>();
        validators.add(times);
        validators.add(new JwtAudienceValidator(AUDIENCE));
        if (!issuer.isEmpty()) {
            // Without it each process has its own address for an issuer, and only our keys are verified with.
            validators.add(new JwtIssuerValidator(issuer));
        }
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(validators));
        return decoder;
    }

    Authentication authenticate(String text, InetAddress from) {
        if (text.length() > LONGEST) {
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
        if (text.length() > LONGEST) {
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
                new Caller(account, new Credential(Credential.Kind.OAUTH_CLIENT, client.id()), opened.permissions()));
    }

    private boolean isOver(VerifiedToken token, Instant now) {
        return !now.isBefore(token.expiresAt().plus(SKEW)) || clients.isRevoked(token.id());
    }

    private static Authentication.Denied denied(Failure failure, KnownClient client) {
        return new Authentication.Denied(failure, client.accountId(), 0);
    }

    /// The token's claims, when its signature, its times and its audience are right; null else.
    Jwt decoded(String text) {
        if (text.length() > LONGEST) {
            return null;
        }
        try {
            Jwt jwt = decoder.decode(text);
            return jwt.getExpiresAt() == null || jwt.getId() == null || jwt.getSubject() == null ? null : jwt;
        } catch (JwtException ignored) {
            // The answer says only that it is not valid.
            return null;
        }
    }

    private VerifiedToken verified(String text, byte[] hash) {
        Jwt jwt = decoded(text);
        if (jwt == null || !(jwt.getClaim(SCOPE) instanceof String scopes)) {
            return null;
        }
        return new VerifiedToken(
                hash, jwt.getId(), ClientText.code(jwt.getSubject()), scopes(scopes), jwt.getExpiresAt());
    }

    static Set<Scope> scopes(String texts) {
        Set<Scope> scopes = new HashSet<>();
        for (String text : texts.split(" ")) {
            Scope.of(text).ifPresent(scopes::add);
        }
        return scopes;
    }
}
