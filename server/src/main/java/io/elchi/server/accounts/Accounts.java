package io.elchi.server.accounts;

import io.elchi.server.http.ClientCertificate;
import java.net.InetAddress;
import java.util.Optional;

/// The module's interface for the message path: it answers from memory.
public interface Accounts {
    /// Authenticates a key or a token from this address, or without one the certificate that stands for a key.
    ///
    /// @param key as the client sent it; null when it sent no header for it
    /// @param certificate of the client's connection; null: there is none
    Authentication authenticate(String key, ClientCertificate certificate, InetAddress from);

    /// As above, without a certificate.
    default Authentication authenticate(String key, InetAddress from) {
        return authenticate(key, null, from);
    }

    /// As [#authenticate], on a thread that must not wait nor reckon for long.
    ///
    /// @return empty when that takes longer
    default Optional<Authentication> authenticateAtOnce(String key, ClientCertificate certificate, InetAddress from) {
        return Optional.of(authenticate(key, certificate, from));
    }

    Optional<Account> account(long id);
}
