package io.elchi.server.accounts;

import java.util.Optional;

/// A permission of a key.
public enum Scope {
    /// Send messages.
    SEND("sms:send"),
    /// Read messages, the balance and the profile.
    READ("sms:read"),
    /// Change where events are posted.
    WEBHOOKS("webhooks"),
    /// Everything of the admin API; only for keys of an account of type admin.
    ADMIN("admin");

    private final String text;

    Scope(String text) {
        this.text = text;
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
