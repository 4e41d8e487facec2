package io.elchi.server.adminapi;

import java.util.Locale;

/// Whether something may be used.
enum Status {
    ACTIVE,
    SUSPENDED;

    static String text(boolean active) {
        return (active ? ACTIVE : SUSPENDED).name().toLowerCase(Locale.ROOT);
    }

    boolean isActive() {
        return this == ACTIVE;
    }
}
