package io.elchi.server.identity.oidc;

import io.elchi.server.core.Clock;
import io.elchi.server.core.Failure;
import io.elchi.server.core.KeyEncryption;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.core.StorableText;
import io.elchi.server.identity.oidc.OidcProperties.SecondFactorOf;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;

/// The identity provider of the settings: the way to it, and the way back.
public final class OidcProvider implements AutoCloseable {
    /// Values of `amr` (RFC 8176) that say more than a password.
    private static final Set<String> SECOND_FACTORS = Set.of("mfa", "otp", "hwk", "sc");

    private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);
    private static final int LONGEST_SUBJECT = 255;
    private static final int LONGEST_NAME = 200;
    /// As the API takes one of a person who is invited.
    private static final String EMAIL = "[!-?A-~]{1,150}@[!-?A-~]{1,49}";

    private final OidcProperties properties;
    private final Duration longest;
    private final Clock clock;
    private final ProviderHttp http = new ProviderHttp();
    private final ProviderMetadata metadata;
    private final IdTokens tokens;
    private final PendingCookie cookies;
    private final RoleMap roles;

    /// @param longest how old the person's last proof to the provider may be
    public OidcProvider(OidcProperties properties, Duration longest, KeyEncryption keys, Clock clock) {
        this.properties = properties;
        this.longest = longest;
        this.clock = clock;
        metadata = new ProviderMetadata(properties, http.plain(), clock);
        tokens = new IdTokens(http);
        cookies = new PendingCookie(keys, clock);
        roles = RoleMap.of(properties.roleClaim(), properties.roles());
    }

    /// How long the cookie is good.
    public static Duration pendingTime() {
        return PendingCookie.LONGEST;
    }

    public OidcProperties properties() {
        return properties;
    }

    /// Where the browser goes, and the cookie that it comes back with.
    public record Departure(URI to, String cookie) {}

    /// A sign-in that came back.
    ///
    /// @param returnTo a path of this server
    /// @param previous the session that the new one replaces; null: none
    public record Returned(ProviderUser user, String returnTo, String previous) {}

    /// @param returnTo a path of this server
    /// @param fresh whether the person has to prove anew to the provider who it is
    /// @param previous the session that the new one replaces; null: none
    /// @throws RefusedException when the provider is away
    public Departure begin(HttpServletRequest request, String returnTo, boolean fresh, String previous) {
        ClientRegistration registration = metadata.registration();
        DefaultOAuth2AuthorizationRequestResolver resolver =
                new DefaultOAuth2AuthorizationRequestResolver(_ -> registration);
        resolver.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce()
                .andThen(asked -> asked.additionalParameters(parameters -> {
                    parameters.put("max_age", fresh ? 0 : longest.toSeconds());
                    if (fresh) {
                        parameters.put("prompt", "login");
                    }
                })));
        OAuth2AuthorizationRequest asked = resolver.resolve(request, registration.getRegistrationId());
        PendingSignIn pending = new PendingSignIn(
                asked.getState(),
                asked.getAttribute(OidcParameterNames.NONCE),
                asked.getAttribute(PkceParameterNames.CODE_VERIFIER),
                returnTo,
                fresh,
                previous,
                clock.now());
        return new Departure(URI.create(asked.getAuthorizationRequestUri()), cookies.seal(pending));
    }

    /// The sign-in that a cookie is about; a stranger's request costs nothing but this.
    ///
    /// @param cookie null: the browser has none
    /// @throws RefusedException when this browser began no such sign-in, or too long ago
    public Pending pending(String cookie, String state) {
        return Optional.ofNullable(cookie)
                .flatMap(cookies::open)
                .filter(pending -> MessageDigest.isEqual(octets(pending.state()), octets(state)))
                .map(Pending::new)
                .orElseThrow(() -> Refusal.of(
                                Failure.CONFLICT, "this browser began no such sign-in, or too long ago: begin anew")
                        .exception());
    }

    private static byte[] octets(String text) {
        return text == null ? new byte[0] : text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    /// A sign-in that this browser began.
    public static final class Pending {
        private final PendingSignIn signIn;

        private Pending(PendingSignIn signIn) {
            this.signIn = signIn;
        }
    }

    /// @param code null: it refused
    /// @param error why; null: it did not
    /// @param issuer of RFC 9207; null: the provider does not say
    /// @throws RefusedException when the provider refuses, its answer is not right, or it is away
    public Returned end(Pending pending, String code, String error, String issuer) {
        if (issuer != null && !issuer.equals(properties.issuer())) {
            throw refused("the answer is another provider's");
        }
        if (error != null || code == null || code.isBlank()) {
            throw refused(error == null ? "it gave no code" : "it says " + word(error));
        }
        PendingSignIn signIn = pending.signIn;
        OidcIdToken token = tokens.of(metadata.registration(), signIn, code);
        checkAge(signIn, token.getAuthenticatedAt());
        return new Returned(user(token), signIn.returnTo(), signIn.previous());
    }

    /// A code of an error, as far as it is one.
    static String word(String text) {
        return text.matches("[a-z_]{1,50}") ? text : "something else";
    }

    static RefusedException refused(String why) {
        return Refusal.of(Failure.IDENTITY_PROVIDER_REFUSED, why).exception();
    }

    /// OpenID Connect Core 1.0, 3.1.2.1: a client that sends max_age looks at auth_time. Entra ID does not know it
    /// unless configured; its sign-in is good, and never a recent one.
    private void checkAge(PendingSignIn signIn, Instant authenticatedAt) {
        if (authenticatedAt == null) {
            if (signIn.fresh()) {
                throw refused("its token does not say when the person signed in there (auth_time)");
            }
            return;
        }
        Instant least = signIn.fresh() ? signIn.begunAt() : clock.now().minus(longest);
        if (authenticatedAt.isBefore(least.minus(CLOCK_SKEW))) {
            throw refused("the person signed in there too long ago");
        }
    }

    private ProviderUser user(OidcIdToken token) {
        Map<String, Object> claims = token.getClaims();
        String subject = token.getSubject();
        if (subject.isEmpty() || subject.length() > LONGEST_SUBJECT || hasControl(subject)) {
            throw refused("its token has a subject of another form");
        }
        Optional<String> email = Optional.ofNullable(token.getEmail())
                .filter(text -> text.matches(EMAIL))
                .filter(_ -> isTrue(claims.get(properties.emailVerifiedClaim())));
        List<String> methods = claims.get("amr") == null ? List.of() : token.getClaimAsStringList("amr");
        boolean second = properties.secondFactor() == SecondFactorOf.PROVIDER
                && methods.stream().anyMatch(SECOND_FACTORS::contains);
        return new ProviderUser(
                properties.issuer(),
                subject,
                email,
                name(token),
                roles.role(claims),
                second,
                token.getAuthenticatedAt());
    }

    /// Entra ID writes true, "1" or 1.
    private static boolean isTrue(Object value) {
        return value != null && Set.of("true", "1").contains(value.toString());
    }

    private static boolean hasControl(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    /// The end of the begin of a text that cuts no pair of surrogates.
    private static int whole(String text, int end) {
        return Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
    }

    private static String name(OidcIdToken token) {
        String name = Optional.ofNullable(token.getFullName())
                .filter(text -> !text.isBlank() && !hasControl(text))
                .or(() -> Optional.ofNullable(token.getEmail()).filter(text -> text.matches(EMAIL)))
                .orElse("unnamed");
        if (!StorableText.is(name)) {
            return "unnamed";
        }
        return name.length() <= LONGEST_NAME ? name : name.substring(0, whole(name, LONGEST_NAME));
    }

    @Override
    public void close() {
        http.close();
    }
}
