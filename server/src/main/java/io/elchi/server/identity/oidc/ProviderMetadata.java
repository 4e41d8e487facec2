package io.elchi.server.identity.oidc;

import io.elchi.server.core.Clock;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.web.client.RestClient;

/// What the provider says of itself (OpenID Connect Discovery 1.0, 4), read at the first sign-in: a provider that
/// is away keeps no server from starting.
final class ProviderMetadata {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderMetadata.class);
    private static final String WELL_KNOWN = "/.well-known/openid-configuration";
    private static final ParameterizedTypeReference<Map<String, Object>> OBJECT = new ParameterizedTypeReference<>() {};
    /// After this time it is read anew; when that fails, the former one is good.
    private static final Duration AGE = Duration.ofHours(1);
    /// After a failure nobody asks for this time: a provider that is away holds few threads.
    private static final Duration RETRY_DELAY = Duration.ofSeconds(3);

    private final OidcProperties properties;
    private final RestClient http;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Known known;
    private volatile Instant askAgainAt = Instant.MIN;

    /// @param registration what Spring Security needs of the provider
    private record Known(ClientRegistration registration, Instant at) {}

    ProviderMetadata(OidcProperties properties, RestClient http, Clock clock) {
        this.properties = properties;
        this.http = http;
        this.clock = clock;
    }

    /// @throws RefusedException when the provider does not answer, and did not before
    ClientRegistration registration() {
        Known now = known;
        if (now == null || clock.now().isAfter(now.at.plus(AGE))) {
            refresh();
            now = known;
        }
        if (now == null) {
            throw away();
        }
        return now.registration;
    }

    /// That the provider is away, as a refusal.
    static RefusedException away() {
        return Refusal.after(Failure.IDENTITY_PROVIDER_UNAVAILABLE, RETRY_DELAY).exception();
    }

    /// One asks. Others go on with what is known, or wait a moment for the answer when nothing is.
    private void refresh() {
        try {
            boolean mine = known == null ? lock.tryLock(1, TimeUnit.SECONDS) : lock.tryLock();
            if (!mine) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            Known before = known;
            boolean fresh = before != null && clock.now().isBefore(before.at.plus(AGE));
            if (!fresh && !clock.now().isBefore(askAgainAt)) {
                known = new Known(ask(), clock.now());
            }
        } catch (RuntimeException e) {
            // Of many kinds: no connection, no JSON, another issuer, a field that is missing.
            askAgainAt = clock.now().plus(RETRY_DELAY);
            LOG.warn("the metadata of the identity provider {} cannot be read: {}", properties.issuer(), e.toString());
        } finally {
            lock.unlock();
        }
    }

    private ClientRegistration ask() {
        String issuer = properties.issuer();
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        Map<String, Object> metadata =
                http.get().uri(URI.create(base + WELL_KNOWN)).retrieve().body(OBJECT);
        ClientRegistration registration = ClientRegistrations.fromOidcConfiguration(
                        Objects.requireNonNull(metadata, "the metadata is empty"))
                .registrationId("oidc")
                .clientId(properties.clientId())
                .clientSecret(properties.clientSecret().reveal())
                .redirectUri(properties.callback())
                .scope(properties.scopes())
                .build();
        ClientRegistration.ProviderDetails details = registration.getProviderDetails();
        if (!issuer.equals(details.getIssuerUri())) {
            throw new IllegalStateException("the metadata are of another issuer: " + details.getIssuerUri());
        }
        for (String url : new String[] {details.getAuthorizationUri(), details.getTokenUri(), details.getJwkSetUri()}) {
            if (url == null || !OidcProperties.isSafe(URI.create(url))) {
                throw new IllegalStateException("the metadata have no safe URL of an endpoint: " + url);
            }
        }
        return registration;
    }
}
