package io.elchi.server.http;

import io.elchi.server.core.Actor;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/// Authenticates each request: by its bearer key, or without one by the session of its cookie, or else by the
/// client certificate of its connection. A request with none of them goes on as nobody's.
final class KeyFilter extends OncePerRequestFilter {
    /// Why a change is made: written into the audit.
    static final String REASON_HEADER = "X-Reason";

    private static final int LONGEST_REASON = 500;
    /// They change nothing that the audit has.
    private static final Set<String> READS = Set.of("GET", "HEAD");

    private final KeyAuthenticator authenticator;
    private final SessionAuthenticator sessions;
    private final OperationPermissions permissions;
    private final ProblemWriter problems;

    KeyFilter(
            KeyAuthenticator authenticator,
            SessionAuthenticator sessions,
            OperationPermissions permissions,
            ProblemWriter problems) {
        this.permissions = permissions;
        this.authenticator = authenticator;
        this.sessions = sessions;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (permissions.isForEverybody(request)) {
            chain.doFilter(request, response);
            return;
        }
        Authentication caller;
        String reason;
        try {
            caller = caller(request);
            reason = reason(request);
            if (caller != null && permissions.isChange(request, caller)) {
                authenticator.countChange(caller);
            }
        } catch (RefusedException e) {
            problems.write(request, response, e.refusal());
            return;
        }
        if (caller == null) {
            chain.doFilter(request, response);
            return;
        }
        SecurityContextHolder.getContext().setAuthentication(caller);
        if (caller.getDetails() instanceof Actor actor && !READS.contains(request.getMethod())) {
            String correlation = (String) request.getAttribute(EdgeValve.CORRELATION_ATTRIBUTE);
            as(actor.in(correlation, reason), request, response, chain);
        } else {
            chain.doFilter(request, response);
        }
    }

    /// null: nobody.
    private Authentication caller(HttpServletRequest request) {
        String key = BearerToken.of(request.getHeader("Authorization"));
        ClientCertificate certificate = ClientCertificate.of(request);
        Authentication person = key == null ? sessions.authenticate(request) : null;
        return person != null || key == null && certificate == null
                ? person
                : authenticator.authenticate(key, certificate, InetAddress.ofLiteral(request.getRemoteAddr()));
    }

    private static String reason(HttpServletRequest request) {
        String octets = request.getHeader(REASON_HEADER);
        if (octets == null) {
            return null;
        }
        String reason = utf8(octets);
        if (reason == null
                || reason.isBlank()
                || reason.length() > LONGEST_REASON
                || reason.chars().anyMatch(Character::isISOControl)) {
            throw Refusal.ofField(
                            Failure.INVALID_FIELD,
                            REASON_HEADER,
                            "has 1 to " + LONGEST_REASON + " characters in UTF-8, without control characters")
                    .exception();
        }
        return reason;
    }

    /// Tomcat makes a character of each octet.
    ///
    /// @return null: it is not UTF-8
    private static String utf8(String octets) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException ignored) {
            return null;
        }
    }

    /// What changes in the request is its caller's.
    private static void as(Actor actor, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            ScopedValue.where(Actor.CURRENT, actor).call(() -> {
                chain.doFilter(request, response);
                return null;
            });
        } catch (ServletException | IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        }
    }
}
