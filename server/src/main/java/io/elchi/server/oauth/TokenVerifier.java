package io.elchi.server.oauth;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import io.elchi.server.core.Clock;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.time.Duration;
import java.util.ArrayList;
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

/// Verifies access tokens: type, algorithm, key, signature, issuer, audience and times.
final class TokenVerifier {
    /// The type in the header: an ID token or a token of another purpose has another one.
    static final String TYPE = "at+jwt";

    static final String AUDIENCE = "elchi";
    static final String SCOPE = "scope";
    /// Clocks of processes may differ so much.
    static final Duration SKEW = Duration.ofSeconds(30);
    /// Nothing of a longer text is parsed.
    static final int LONGEST = 4_096;

    private final SigningKeys keys;
    private final JwtDecoder decoder;
    private final Metrics.Count valid;
    private final Metrics.Count invalid;

    /// @param issuer empty: each process has its own address for one, and the keys alone say that a token is ours
    TokenVerifier(SigningKeys keys, Clock clock, String issuer, Metrics metrics) {
        this.keys = keys;
        decoder = decoder(keys, clock, issuer);
        valid = metrics.count(Metric.OAUTH_VERIFIED, "valid");
        invalid = metrics.count(Metric.OAUTH_VERIFIED, "invalid");
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
            validators.add(new JwtIssuerValidator(issuer));
        }
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(validators));
        return decoder;
    }

    /// Whether the key is still there: a key that is removed ends all that it signed.
    boolean hasKey(String keyId) {
        return keys.has(keyId);
    }

    /// The token's claims; null when it is not valid.
    Jwt claims(String text) {
        Jwt jwt = text.length() > LONGEST ? null : decoded(text);
        (jwt == null ? invalid : valid).one();
        return jwt;
    }

    private Jwt decoded(String text) {
        try {
            Jwt jwt = decoder.decode(text);
            return jwt.getExpiresAt() == null || jwt.getId() == null || jwt.getSubject() == null ? null : jwt;
        } catch (JwtException ignored) {
            // The answer says only that it is not valid.
            return null;
        }
    }
}
