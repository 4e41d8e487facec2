package io.elchi.server.accounts;

import java.net.InetAddress;
import java.util.Optional;

/// The module's interface for the message path: it answers from memory.
public interface Accounts {
    /// Authenticates a key from this address.
    ///
    /// @param key as the client sent it; null when it sent none
    Authentication authenticate(String key, InetAddress from);

    Optional<Account> account(long id);
}
