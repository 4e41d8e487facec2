package io.elchi.server.adminapi;

import java.util.Locale;

/// Active or suspended.
enum ActiveStatus {
    ACTIVE,
    SUSPENDED;

    static String text(boolean active) {
        return (active ? ACTIVE : SUSPENDED).name().toLowerCase(Locale.ROOT);
    }

    boolean isActive() {
        return this == ACTIVE;
    }
}
