package io.elchi.server.accounts;

import io.elchi.server.core.Permission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// What a key may do: a set of permissions with a name.
public enum Scope {
    /// Send messages.
    SEND("sms:send", EnumSet.of(Permission.SMS_SEND)),
    /// Read messages, the balance and the profile.
    READ(
            "sms:read",
            EnumSet.of(Permission.SMS_READ, Permission.BALANCE_READ, Permission.PROFILE_READ, Permission.EVENTS_READ)),
    /// Change where events are posted.
    WEBHOOKS("webhooks", EnumSet.of(Permission.WEBHOOKS_READ, Permission.WEBHOOKS_WRITE)),
    /// Everything of the admin API; only for keys of an account of type admin.
    ADMIN("admin", Permission.PLATFORM);

    private final String text;
    private final Set<Permission> permissions;

    Scope(String text, Set<Permission> permissions) {
        this.text = text;
        this.permissions = permissions;
    }

    /// The operations that it opens.
    public Set<Permission> permissions() {
        return Set.copyOf(permissions);
    }

    public String text() {
        return text;
    }

    public static Optional<Scope> of(String text) {
        for (Scope scope : values()) {
            if (scope.text.equals(text)) {
                return Optional.of(scope);
            }
        }
        return Optional.empty();
    }
}
