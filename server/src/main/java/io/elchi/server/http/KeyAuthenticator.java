package io.elchi.server.http;

import java.net.InetAddress;
import org.springframework.security.core.Authentication;

/// Authenticates a bearer key, or the client certificate that stands for one; the module accounts implements it.
public interface KeyAuthenticator {
    /// @param key as the client sent it; null when it sent no header for it
    /// @param certificate of the connection; null: there is none
    /// @return with an authority for each scope of the key; null: it sent no header, and the certificate is no
    ///     key's
    /// @throws io.elchi.server.core.RefusedException when the key opens nothing, or asked for more than it may
    Authentication authenticate(String key, ClientCertificate certificate, InetAddress from);

    /// Counts a request that may change something: each change is kept for ever.
    ///
    /// @param caller as [#authenticate] returned it
    /// @throws io.elchi.server.core.RefusedException when there were too many
    default void countChange(Authentication caller) {}
}
