package io.elchi.server.accounts;

import java.net.InetAddress;
import java.util.Optional;

/// The module's interface for the message path: it answers from memory.
public interface Accounts {
    /// Authenticates a key or a token from this address.
    ///
    /// @param key as the client sent it; null when it sent none
    Authentication authenticate(String key, InetAddress from);

    /// As [#authenticate], on a thread that must not wait nor reckon for long.
    ///
    /// @return empty when that takes longer
    default Optional<Authentication> authenticateAtOnce(String key, InetAddress from) {
        return Optional.of(authenticate(key, from));
    }

    Optional<Account> account(long id);
}
