package io.elchi.server.http;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.core.Authentication;

/// Authenticates the session of a browser; the module identity implements it.
public interface SessionAuthenticator {
    /// The authority of callers who act for an account that is not the platform's own.
    String TENANT = "tenant";

    /// The authority of a person who proved a short time ago who it is.
    String RECENT_SIGN_IN = "recent";

    /// @return with an authority for each permission; null: the request has no session of a person
    /// @throws io.elchi.server.core.RefusedException when the person may not come in
    Authentication authenticate(HttpServletRequest request);

    /// The same person in the same session, as it is now. It is no use of the session: one that nobody uses otherwise
    /// ends.
    ///
    /// @param before what [#authenticate] answered
    /// @return null: the session has ended
    /// @throws io.elchi.server.core.RefusedException when the person may not come in any more
    Authentication again(Authentication before);
}
