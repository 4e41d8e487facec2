package io.elchi.server.http;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/// Access rules behind the fast path: every request is authenticated by its key, every path needs a scope, and a
/// path without a [Protected] is forbidden.
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
@Import(ProblemAdvice.class)
class SecurityConfiguration {
    @Bean
    SecurityFilterChain keyChain(HttpSecurity http, KeyAuthenticator authenticator, List<Protected> paths)
            throws Exception {
        ProblemWriter problems = new ProblemWriter();
        return http.csrf(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .addFilterBefore(new KeyFilter(authenticator, problems), UsernamePasswordAuthenticationFilter.class)
                .authorizeHttpRequests(requests -> {
                    for (Protected path : paths) {
                        requests.requestMatchers(path.patterns().toArray(String[]::new))
                                .hasAuthority(path.authority());
                    }
                    requests.anyRequest().denyAll();
                })
                .exceptionHandling(failures -> failures.accessDeniedHandler(
                                (request, response, _) -> problems.write(request, response, denied(request, paths)))
                        .authenticationEntryPoint((request, response, _) ->
                                problems.write(request, response, Refusal.of(Failure.UNAUTHORIZED))))
                .build();
    }

    private static Refusal denied(HttpServletRequest request, List<Protected> paths) {
        for (Protected path : paths) {
            for (String pattern : path.patterns()) {
                if (PathPatternRequestMatcher.withDefaults().matcher(pattern).matches(request)) {
                    return Refusal.of(Failure.SCOPE_MISSING, "needs " + path.authority());
                }
            }
        }
        return Refusal.of(Failure.NOT_FOUND);
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
