package io.elchi.server.oauth;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/// Answers what the Authorization Server refuses, and counts the clients that could not be authenticated.
final class ClientFailures implements AuthenticationFailureHandler {
    private final AttemptLimits failures;

    /// @param failures of an address
    ClientFailures(AttemptLimits failures) {
        this.failures = failures;
    }

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        if (failure instanceof TooManyTokensException tooMany) {
            new OAuthError(429, OAuthError.RATE, "Too many tokens: a token is valid for minutes")
                    .write(response, tooMany.retryAfter());
            return;
        }
        OAuth2Error error = failure instanceof OAuth2AuthenticationException oauth
                ? oauth.getError()
                : new OAuth2Error(OAuth2ErrorCodes.SERVER_ERROR);
        if (error.getErrorCode().equals(OAuth2ErrorCodes.INVALID_CLIENT)) {
            missing(request, response, failure);
        } else {
            OAuthError.of(error.getErrorCode(), error.getDescription()).write(response);
        }
    }

    /// No client, or a wrong secret: the answers do not differ.
    void missing(HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        failures.take(AttemptLimits.key(InetAddress.ofLiteral(request.getRemoteAddr())));
        OAuthError.invalidClient().write(response);
    }
}
