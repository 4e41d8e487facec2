package io.elchi.server.http;

import java.net.InetAddress;
import org.springframework.security.core.Authentication;

/// Authenticates a bearer key; the module accounts implements it.
@FunctionalInterface
public interface KeyAuthenticator {
    /// @param key as the client sent it; null when it sent none
    /// @return with an authority for each scope of the key
    /// @throws io.elchi.server.core.RefusedException when the key opens nothing, or asked for more than it may
    Authentication authenticate(String key, InetAddress from);
}
