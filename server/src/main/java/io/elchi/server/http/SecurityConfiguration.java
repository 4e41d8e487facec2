package io.elchi.server.http;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import org.springframework.beans.factory.annotation.Qualifier;
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
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Access rules behind the fast path: every request is authenticated by its key, every operation needs a
/// permission, and what is no operation is not found.
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
@Import(ProblemAdvice.class)
class SecurityConfiguration {
    @Bean
    OperationPermissions operationPermissions(
            @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mappings) {
        return new OperationPermissions(mappings);
    }

    @Bean
    SecurityFilterChain keyChain(HttpSecurity http, KeyAuthenticator authenticator, OperationPermissions permissions)
            throws Exception {
        ProblemWriter problems = new ProblemWriter();
        return http.csrf(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .addFilterBefore(new KeyFilter(authenticator, problems), UsernamePasswordAuthenticationFilter.class)
                .authorizeHttpRequests(requests -> requests.anyRequest().access(permissions))
                .exceptionHandling(failures -> failures.accessDeniedHandler((request, response, _) ->
                                problems.write(request, response, permissions.denied(request)))
                        .authenticationEntryPoint((request, response, _) ->
                                problems.write(request, response, Refusal.of(Failure.UNAUTHORIZED))))
                .build();
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
