package io.elchi.server.oauth;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import tools.jackson.databind.json.JsonMapper;

/// An error as RFC 6749, 5.2 has it.
///
/// @param description for the developer of a client; null: there is nothing to say
record OAuthError(int status, String code, String description) {
    static final String RATE = OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE;

    static OAuthError invalidRequest(String description) {
        return new OAuthError(400, OAuth2ErrorCodes.INVALID_REQUEST, description);
    }

    /// The same for all that may be wrong with a client: which ones there are is nobody's business.
    static OAuthError invalidClient() {
        return new OAuthError(401, OAuth2ErrorCodes.INVALID_CLIENT, null);
    }

    static OAuthError of(String code, String description) {
        int status = switch (code) {
            case OAuth2ErrorCodes.INVALID_CLIENT -> 401;
            case OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE -> 503;
            case OAuth2ErrorCodes.SERVER_ERROR -> 500;
            default -> 400;
        };
        return new OAuthError(status, code, description);
    }

    void write(HttpServletResponse response) throws IOException {
        write(response, null);
    }

    /// @param retryAfter null: nothing is known
    void write(HttpServletResponse response, Duration retryAfter) throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("error", code);
        if (description != null) {
            members.put("error_description", description);
        }
        byte[] body = JsonMapper.shared().writeValueAsBytes(members);
        response.setStatus(status);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        if (status == 401) {
            response.setHeader("WWW-Authenticate", "Basic realm=\"elchi\"");
        }
        if (retryAfter != null) {
            response.setHeader(
                    "Retry-After",
                    Long.toString(Math.max(1, retryAfter.plusMillis(999).toSeconds())));
        }
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
