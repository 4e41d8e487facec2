package io.elchi.server.accounts;

import io.elchi.server.core.Failure;

/// What a presented key is worth.
public sealed interface Authentication {
    record Granted(Caller caller) implements Authentication {}

    record Denied(Failure failure) implements Authentication {}
}
