package io.elchi.server.oauth;

import io.elchi.server.core.RefusedException;
import io.elchi.server.core.StorageException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.MediaType;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/// Ahead of the Authorization Server: it counts requests by address before their bodies are read, reads forms
/// within limits, and answers what goes wrong inside as RFC 6749 has it.
final class TokenRequests extends OncePerRequestFilter {
    private static final Logger LOG = LoggerFactory.getLogger(TokenRequests.class);
    /// Octets of a form: the longest has a token and a client's secret.
    private static final int LONGEST_FORM = 8 * 1024;

    private final AttemptLimits requests;
    private final AttemptLimits failures;
    private final String host;

    TokenRequests(AttemptLimits requests, AttemptLimits failures, String host) {
        this.requests = requests;
        this.failures = failures;
        this.host = host;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        request.setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, request.getRequestURI());
        long address = AttemptLimits.key(InetAddress.ofLiteral(request.getRemoteAddr()));
        // The public keys are for everybody.
        Duration wait = request.getMethod().equals("GET") ? Duration.ZERO : failures.look(address);
        if (wait.isZero()) {
            wait = requests.take(address);
        }
        if (!wait.isZero()) {
            new OAuthError(429, OAuthError.RATE, "Too many requests").write(response, wait);
            return;
        }
        if (request.getMethod().equals("GET")) {
            response.setHeader("Cache-Control", "public, max-age=" + SigningKeys.MAX_AGE.toSeconds());
            inside(new FormRequest(request, Map.of(), host), response, chain);
            return;
        }
        Map<String, String> fields = form(request, response);
        if (fields != null) {
            inside(new FormRequest(request, fields, host), response, chain);
        }
    }

    private static void inside(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } catch (DataAccessException | StorageException e) {
            LOG.warn("{}: the database failed: {}", request.getRequestURI(), e.getMessage());
            OAuthError.of(OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE, null).write(response, Duration.ofSeconds(1));
        } catch (RuntimeException e) {
            LOG.error("{} failed", request.getRequestURI(), e);
            OAuthError.of(OAuth2ErrorCodes.SERVER_ERROR, null).write(response);
        }
    }

    /// @return null: the request is answered
    private static Map<String, String> form(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        OAuthError error;
        if (request.getQueryString() != null) {
            // A secret in a URL would be in the logs of all between.
            error = OAuthError.invalidRequest("Parameters are in the body, not in the URL");
        } else if (!isForm(request.getContentType())) {
            error = OAuthError.invalidRequest("The body is application/x-www-form-urlencoded");
        } else {
            try (InputStream in = request.getInputStream()) {
                byte[] body = in.readNBytes(LONGEST_FORM + 1);
                Map<String, String> fields = body.length > LONGEST_FORM ? null : FormRequest.fields(body);
                error = body.length > LONGEST_FORM
                        ? new OAuthError(413, OAuth2ErrorCodes.INVALID_REQUEST, "The body is too large")
                        : problem(request, fields);
                if (error == null) {
                    return fields;
                }
            } catch (RefusedException e) {
                error = new OAuthError(e.refusal().failure().httpStatus(), OAuth2ErrorCodes.INVALID_REQUEST, null);
            } catch (SocketTimeoutException ignored) {
                error = new OAuthError(408, OAuth2ErrorCodes.INVALID_REQUEST, "The body took too long");
            }
        }
        error.write(response);
        return null;
    }

    /// @return null: there is none
    private static OAuthError problem(HttpServletRequest request, Map<String, String> fields) {
        if (fields == null) {
            return OAuthError.invalidRequest("The body is no form, or a parameter stands twice");
        }
        return request.getHeader("Authorization") != null && fields.containsKey(OAuth2ParameterNames.CLIENT_SECRET)
                ? OAuthError.invalidRequest("A client authenticates in one way at a time")
                : null;
    }

    private static boolean isForm(String type) {
        try {
            return type != null && MediaType.APPLICATION_FORM_URLENCODED.includes(MediaType.parseMediaType(type));
        } catch (InvalidMimeTypeException | org.springframework.http.InvalidMediaTypeException ignored) {
            return false;
        }
    }
}
