package io.elchi.server.accounts;

import io.elchi.server.core.Failure;

/// The result of the authentication of a key.
public sealed interface Authentication {
    record Granted(Caller caller) implements Authentication {}

    /// @param accountId whose key it is; 0 when the key is not valid
    /// @param apiKeyId 0 when the key is not valid
    record Denied(Failure failure, long accountId, long apiKeyId) implements Authentication {
        static Denied withoutKey() {
            return new Denied(Failure.UNAUTHORIZED, 0, 0);
        }

        static Denied of(Failure failure, Directory.Key key) {
            return new Denied(failure, key.accountId(), key.id());
        }
    }
}
