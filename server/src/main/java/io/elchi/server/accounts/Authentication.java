package io.elchi.server.accounts;

import io.elchi.server.core.Failure;

/// The result of the authentication of a key.
public sealed interface Authentication {
    record Granted(Caller caller) implements Authentication {}

    record Denied(Failure failure) implements Authentication {}
}
