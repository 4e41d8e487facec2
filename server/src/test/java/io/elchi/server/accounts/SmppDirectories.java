package io.elchi.server.accounts;

import io.elchi.server.core.Clock;

/// Directories for tests of other modules.
public final class SmppDirectories {
    private SmppDirectories() {}

    /// Without a login.
    public static SmppDirectory empty(Clock clock) {
        return new SmppDirectory(clock);
    }
}
