package io.elchi.server.http;

import io.elchi.server.core.RefusedException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/// Authenticates each request by its bearer key: no session, no cookie.
final class KeyFilter extends OncePerRequestFilter {
    private final KeyAuthenticator authenticator;
    private final ProblemWriter problems;

    KeyFilter(KeyAuthenticator authenticator, ProblemWriter problems) {
        this.authenticator = authenticator;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            SecurityContextHolder.getContext()
                    .setAuthentication(authenticator.authenticate(
                            BearerToken.of(request.getHeader("Authorization")),
                            InetAddress.ofLiteral(request.getRemoteAddr())));
        } catch (RefusedException e) {
            problems.write(request, response, e.refusal());
            return;
        }
        chain.doFilter(request, response);
    }
}
