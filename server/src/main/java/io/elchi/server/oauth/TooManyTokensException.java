package io.elchi.server.oauth;

import java.io.Serial;
import java.time.Duration;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;

/// A client asks for more tokens than its rate allows.
final class TooManyTokensException extends OAuth2AuthenticationException {
    @Serial
    private static final long serialVersionUID = 1;

    private final Duration wait;

    TooManyTokensException(Duration wait) {
        super(OAuthError.RATE);
        this.wait = wait;
    }

    Duration retryAfter() {
        return wait;
    }
}
