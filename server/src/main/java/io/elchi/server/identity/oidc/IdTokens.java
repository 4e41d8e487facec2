package io.elchi.server.identity.oidc;

import io.elchi.server.core.RefusedException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.authentication.OAuth2LoginAuthenticationToken;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.oidc.authentication.OidcAuthorizationCodeAuthenticationProvider;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.converter.ClaimTypeConverter;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationExchange;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationResponse;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.web.client.HttpServerErrorException;

/// Codes become ID tokens that are verified: signature, issuer, audience, times and nonce (OpenID Connect Core
/// 1.0, 3.1.3). The access token is thrown away: the ID token says all that is needed.
final class IdTokens {
    private static final Logger LOG = LoggerFactory.getLogger(IdTokens.class);
    /// Questions to the provider at a time; each holds a thread for some seconds when it is slow.
    private static final int MOST_AT_ONCE = 16;

    /// In the log.
    private static final int LONGEST_REASON = 300;

    private static final List<SignatureAlgorithm> ALGORITHMS =
            List.of(SignatureAlgorithm.RS256, SignatureAlgorithm.ES256, SignatureAlgorithm.PS256);

    private final ProviderHttp http;
    private final OidcAuthorizationCodeAuthenticationProvider provider;
    private final Semaphore free = new Semaphore(MOST_AT_ONCE);
    private final AtomicReference<Decoder> decoder = new AtomicReference<>();

    /// @param registration of the metadata that it was made of
    private record Decoder(ClientRegistration registration, JwtDecoder decoder) {}

    IdTokens(ProviderHttp http) {
        this.http = http;
        RestClientAuthorizationCodeTokenResponseClient codes = new RestClientAuthorizationCodeTokenResponseClient();
        codes.setRestClient(http.tokens());
        provider = new OidcAuthorizationCodeAuthenticationProvider(
                codes, request -> new DefaultOidcUser(List.of(), request.getIdToken()));
        provider.setJwtDecoderFactory(this::decoder);
    }

    private JwtDecoder decoder(ClientRegistration registration) {
        Decoder known = decoder.get();
        if (known == null || known.registration != registration) {
            known = new Decoder(registration, made(registration));
            decoder.set(known);
        }
        return known.decoder;
    }

    private JwtDecoder made(ClientRegistration registration) {
        NimbusJwtDecoder made = NimbusJwtDecoder.withJwkSetUri(
                        registration.getProviderDetails().getJwkSetUri())
                .jwsAlgorithms(all -> all.addAll(ALGORITHMS))
                .restOperations(http.template())
                .build();
        made.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                new JwtTimestampValidator(), new OidcIdTokenValidator(registration)));
        made.setClaimSetConverter(new ClaimTypeConverter(OidcIdTokenDecoderFactory.createDefaultClaimTypeConverters()));
        return made;
    }

    /// @throws RefusedException when there is none for this code, it is not right, or the provider is away
    OidcIdToken of(ClientRegistration registration, PendingSignIn pending, String code) {
        if (!free.tryAcquire()) {
            throw ProviderMetadata.away();
        }
        try {
            Authentication known = provider.authenticate(
                    new OAuth2LoginAuthenticationToken(registration, exchange(registration, pending, code)));
            return ((OidcUser) known.getPrincipal()).getIdToken();
        } catch (OAuth2AuthenticationException e) {
            String word = OidcProvider.word(e.getError().getErrorCode());
            // Without its stack: strangers with codes that they made up must not fill the log.
            LOG.warn(
                    "the answer of the identity provider is not taken: {}, {}",
                    word,
                    brief(e.getError().getDescription()));
            throw isAway(e) ? ProviderMetadata.away() : OidcProvider.refused("its answer is not taken: " + word);
        } finally {
            free.release();
        }
    }

    /// @param text of the provider; null: it gave none
    private static String brief(String text) {
        String line = text == null ? "" : text.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON);
    }

    private static OAuth2AuthorizationExchange exchange(
            ClientRegistration registration, PendingSignIn pending, String code) {
        OAuth2AuthorizationRequest asked = OAuth2AuthorizationRequest.authorizationCode()
                .authorizationUri(registration.getProviderDetails().getAuthorizationUri())
                .clientId(registration.getClientId())
                .redirectUri(registration.getRedirectUri())
                .scopes(registration.getScopes())
                .state(pending.state())
                .attributes(attributes -> {
                    attributes.put(OidcParameterNames.NONCE, pending.nonce());
                    attributes.put(PkceParameterNames.CODE_VERIFIER, pending.verifier());
                })
                .build();
        OAuth2AuthorizationResponse answered = OAuth2AuthorizationResponse.success(code)
                .redirectUri(registration.getRedirectUri())
                .state(pending.state())
                .build();
        return new OAuth2AuthorizationExchange(asked, answered);
    }

    /// Whether the provider failed and the person did nothing wrong.
    private static boolean isAway(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException || cause instanceof HttpServerErrorException) {
                return true;
            }
        }
        return false;
    }
}
