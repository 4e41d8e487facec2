package io.elchi.server.oauth;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.elchi.server.core.Clock;
import io.elchi.server.http.HttpProperties;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretBasicAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretPostAuthenticationConverter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.logout.LogoutFilter;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/// Wires Spring's Authorization Server: of its endpoints five are open, and of its grants client_credentials.
@Configuration(proxyBeanMethods = false)
class AuthorizationServerConfiguration {
    private static final int BURST_SECONDS = 10;

    @Bean
    JwtGenerator tokenGenerator(SigningKeys keys, Clock clock) {
        JWKSource<SecurityContext> signing = (selector, _) -> selector.select(new JWKSet(keys.signing()));
        JwtGenerator generator = new JwtGenerator(new NimbusJwtEncoder(signing));
        generator.setClock(new InstantClock(clock));
        generator.setJwtCustomizer(AuthorizationServerConfiguration::shape);
        return generator;
    }

    /// As RFC 9068 has an access token.
    private static void shape(JwtEncodingContext context) {
        context.getJwsHeader().type(TokenVerifier.TYPE);
        context.getClaims()
                .audience(List.of(TokenVerifier.AUDIENCE))
                .claim(
                        OAuth2ParameterNames.CLIENT_ID,
                        context.getRegisteredClient().getClientId())
                .claim(TokenVerifier.SCOPE, String.join(" ", new TreeSet<>(context.getAuthorizedScopes())));
    }

    @Bean
    TokenLimits tokenLimits(OAuthProperties properties, Clock clock) {
        return new TokenLimits(
                new AttemptLimits(
                        clock,
                        Duration.ofSeconds(1),
                        properties.requestsPerSecond(),
                        BURST_SECONDS * properties.requestsPerSecond()),
                new AttemptLimits(
                        clock, Duration.ofMinutes(1), properties.failuresPerMinute(), properties.failuresPerMinute()),
                new AttemptLimits(
                        clock,
                        Duration.ofSeconds(1),
                        properties.tokensPerSecond(),
                        BURST_SECONDS * properties.tokensPerSecond()));
    }

    /// The five endpoints. Whatever else is asked for at /oauth2 is a path like any other.
    private static RequestMatcher endpoints() {
        PathPatternRequestMatcher.Builder paths = PathPatternRequestMatcher.withDefaults();
        return new OrRequestMatcher(OAuthConfiguration.OPERATIONS.stream()
                .map(operation -> operation.split(" "))
                .map(parts -> (RequestMatcher) paths.matcher(HttpMethod.valueOf(parts[0]), parts[1]))
                .toList());
    }

    /// Ahead of the chain of keys.
    @Bean
    @Order(0)
    SecurityFilterChain tokenChain(
            HttpSecurity http,
            OAuthProperties properties,
            HttpProperties listening,
            TokenLimits limits,
            TokenParts parts)
            throws Exception {
        AuthorizationServerSettings.Builder builder = AuthorizationServerSettings.builder();
        AuthorizationServerSettings settings = properties.issuer().isEmpty()
                ? builder.build()
                : builder.issuer(properties.issuer()).build();
        ClientFailures failed = new ClientFailures(limits.failures());
        http.setSharedObject(JWKSource.class, parts.published());
        return http.securityMatcher(endpoints())
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .anonymous(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .addFilterBefore(
                        new TokenRequests(limits.requests(), limits.failures(), host(listening)),
                        SecurityContextHolderFilter.class)
                .addFilterBefore(new ServerMetadata(), LogoutFilter.class)
                .with(
                        new OAuth2AuthorizationServerConfigurer(),
                        server -> server(server, settings, parts, limits, failed))
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .exceptionHandling(failures -> failures.authenticationEntryPoint(failed::missing))
                .build();
    }

    private static void server(
            OAuth2AuthorizationServerConfigurer server,
            AuthorizationServerSettings settings,
            TokenParts parts,
            TokenLimits limits,
            ClientFailures failed) {
        server.authorizationServerSettings(settings)
                .registeredClientRepository(parts.clients())
                .authorizationService(parts.authorizations())
                .tokenGenerator(parts.generator())
                .clientAuthentication(clients -> clients.authenticationConverters(all -> {
                            all.clear();
                            all.add(new ClientSecretBasicAuthenticationConverter());
                            all.add(new ClientSecretPostAuthenticationConverter());
                        })
                        .authenticationProviders(all -> {
                            all.clear();
                            all.add(new ClientSecrets(parts.clients(), parts.authorizations()));
                        })
                        .errorResponseHandler(failed))
                .tokenEndpoint(token -> token.accessTokenRequestConverters(all -> {
                            all.clear();
                            all.add(new ClientCredentialsRequests(limits.tokens()));
                        })
                        .authenticationProviders(all ->
                                all.removeIf(each -> !(each instanceof OAuth2ClientCredentialsAuthenticationProvider)))
                        .errorResponseHandler(failed))
                .tokenIntrospectionEndpoint(introspection -> introspection.errorResponseHandler(failed))
                .tokenRevocationEndpoint(revocation -> revocation.errorResponseHandler(failed));
    }

    /// What the Authorization Server is made of.
    record TokenParts(
            ClientRepository clients,
            Authorizations authorizations,
            JwtGenerator generator,
            JWKSource<SecurityContext> published) {}

    @Bean
    TokenParts tokenParts(
            ClientRepository clients, Authorizations authorizations, JwtGenerator generator, SigningKeys keys) {
        return new TokenParts(
                clients, authorizations, generator, (selector, _) -> selector.select(new JWKSet(keys.published())));
    }

    /// The address that the server listens on, of which nobody outside decides.
    private static String host(HttpProperties listening) {
        String address = listening.address();
        boolean any = address.equals("0.0.0.0") || address.equals("::");
        return any ? "127.0.0.1" : address.contains(":") ? "[" + address + "]" : address;
    }
}
