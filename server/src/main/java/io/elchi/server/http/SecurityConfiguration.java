package io.elchi.server.http;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;
import org.springframework.security.web.csrf.HttpSessionCsrfTokenRepository;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Access rules behind the fast path: every request is authenticated by its key or its session, every operation
/// names the permission that it needs, and what is no operation is not found.
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
@Import(ProblemAdvice.class)
class SecurityConfiguration {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    @Bean
    FilterRegistrationBean<DatabaseFailures> databaseFailures() {
        FilterRegistrationBean<DatabaseFailures> filter = new FilterRegistrationBean<>(new DatabaseFailures());
        filter.setName("databaseFailures");
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    @Bean
    FilterRegistrationBean<PathAliases> pathAliases() {
        FilterRegistrationBean<PathAliases> filter = new FilterRegistrationBean<>(new PathAliases());
        filter.setName("pathAliases");
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    @Bean
    OperationPermissions operationPermissions(
            @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mappings) {
        return new OperationPermissions(mappings);
    }

    @Bean
    RefusedRequests refusedRequests(ObjectProvider<AccessRecord> record) {
        return new RefusedRequests(record::getObject);
    }

    /// The token that a browser has to send beside its cookie. It is in the session, and in the answer to the
    /// sign-in.
    @Bean
    HttpSessionCsrfTokenRepository csrfTokens() {
        HttpSessionCsrfTokenRepository tokens = new HttpSessionCsrfTokenRepository();
        tokens.setHeaderName("X-CSRF-Token");
        return tokens;
    }

    /// Whether a browser may have been made to send it by a foreign page: it has a cookie and no key.
    private static boolean isByCookie(HttpServletRequest request) {
        return !SAFE.contains(request.getMethod())
                && request.getHeader("Authorization") == null
                && request.getSession(false) != null;
    }

    @Bean
    SecurityFilterChain keyChain(
            HttpSecurity http,
            KeyAuthenticator authenticator,
            SessionAuthenticator sessions,
            OperationPermissions permissions,
            HttpSessionCsrfTokenRepository csrfTokens,
            RefusedRequests record)
            throws Exception {
        ProblemWriter problems = new ProblemWriter();
        return http.csrf(csrf -> csrf.csrfTokenRepository(csrfTokens)
                        .csrfTokenRequestHandler(new CsrfTokenRequestAttributeHandler())
                        .requireCsrfProtectionMatcher(SecurityConfiguration::isByCookie))
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                // The module identity begins sessions and renews their tokens: nothing of them happens here.
                .sessionManagement(AbstractHttpConfigurer::disable)
                .securityContext(
                        context -> context.securityContextRepository(new RequestAttributeSecurityContextRepository()))
                .addFilterBefore(
                        new KeyFilter(authenticator, sessions, permissions, problems),
                        UsernamePasswordAuthenticationFilter.class)
                .authorizeHttpRequests(requests -> requests.anyRequest().access(permissions))
                .exceptionHandling(failures -> failures.accessDeniedHandler(
                                (request, response, denied) -> problems.write(
                                        request,
                                        response,
                                        denied instanceof CsrfException
                                                ? Refusal.of(Failure.CSRF_TOKEN_MISSING)
                                                : denied(permissions, record, request)))
                        .authenticationEntryPoint((request, response, _) ->
                                problems.write(request, response, Refusal.of(Failure.UNAUTHORIZED))))
                .build();
    }

    private static Refusal denied(
            OperationPermissions permissions, RefusedRequests record, HttpServletRequest request) {
        Refusal refusal =
                permissions.denied(request, SecurityContextHolder.getContext().getAuthentication());
        permissions
                .nearest(request)
                .ifPresent(operation -> record.add(request, operation.method() + " " + operation.path(), refusal));
        return refusal;
    }

    /// Looks at paths alone: the parser has refused what no header and no parameter may hold, and a key or a text
    /// in any script is for us to judge.
    @Bean
    HttpFirewall paths() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowedHeaderNames(_ -> true);
        firewall.setAllowedHeaderValues(_ -> true);
        firewall.setAllowedParameterNames(_ -> true);
        firewall.setAllowedParameterValues(_ -> true);
        return firewall;
    }

    /// A path that is written so that it could mean another one.
    @Bean
    RequestRejectedHandler rejectedPaths() {
        ProblemWriter problems = new ProblemWriter();
        return (request, response, _) -> problems.write(request, response, Refusal.of(Failure.NOT_FOUND));
    }
}
