package io.elchi.server.http;

import io.elchi.server.core.RefusedException;
import io.elchi.server.observe.Correlation;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import org.slf4j.MDC;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/// Proves who asks by the bearer key of each request: no session, no cookie. Also gives the request its correlation id.
final class KeyFilter extends OncePerRequestFilter {
    static final String CORRELATION_ATTRIBUTE = KeyFilter.class.getName() + ".correlation";
    private static final String BEARER = "Bearer ";

    private final KeyAuthenticator authenticator;
    private final ProblemWriter problems;
    private final int maxBody;

    KeyFilter(KeyAuthenticator authenticator, ProblemWriter problems, int maxBody) {
        this.authenticator = authenticator;
        this.problems = problems;
        this.maxBody = maxBody;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String given = request.getHeader(HotDoor.CORRELATION_HEADER);
        String correlationId = Correlation.acceptable(given) ? given : Correlation.fresh();
        request.setAttribute(CORRELATION_ATTRIBUTE, correlationId);
        response.setHeader(HotDoor.CORRELATION_HEADER, correlationId);
        try (MDC.MDCCloseable _ = Correlation.of(correlationId)) {
            try {
                SecurityContextHolder.getContext()
                        .setAuthentication(authenticator.authenticate(
                                key(request), InetAddress.ofLiteral(request.getRemoteAddr())));
            } catch (RefusedException e) {
                problems.write(request, response, e.refusal());
                return;
            }
            if (request.getContentLengthLong() > maxBody) {
                problems.write(request, response, BoundedRequest.tooLarge(maxBody));
                return;
            }
            chain.doFilter(new BoundedRequest(request, maxBody), response);
        }
    }

    private static String key(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? header.substring(BEARER.length()).strip()
                : null;
    }
}
