package io.elchi.server.webhooks;

import java.util.Locale;

/// Whose events an endpoint gets.
public enum EndpointKind {
    /// Those of its account, by their types.
    ACCOUNT,
    /// The final states of the messages that name it by their `status_url` ([StatusUrls]).
    STATUS;

    /// As the table and the interfaces spell it.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static EndpointKind of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
