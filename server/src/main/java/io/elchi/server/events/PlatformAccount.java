package io.elchi.server.events;

import java.util.OptionalLong;

/// The account that gets the events about the platform itself: the root of the tree of accounts.
@FunctionalInterface
public interface PlatformAccount {
    /// Empty while there is none.
    OptionalLong id();
}
