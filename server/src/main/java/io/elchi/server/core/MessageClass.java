package io.elchi.server.core;

import java.util.Locale;
import java.util.Optional;

/// How urgent a message is. What comes first here is sent first.
public enum MessageClass {
    /// One-time passwords: minutes of validity, masked wherever people or logs see them.
    OTP,
    /// What a customer expects: payments, statements, deliveries.
    TRANSACTIONAL,
    /// Advertising.
    PROMOTIONAL;

    private static final MessageClass[] ALL = values();

    private final String text = name().toLowerCase(Locale.ROOT);

    /// As the interfaces spell it.
    public String text() {
        return text;
    }

    public static Optional<MessageClass> of(String text) {
        for (MessageClass each : ALL) {
            if (each.text.equals(text)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /// By the number that the database has.
    public static MessageClass at(int ordinal) {
        return ALL[ordinal];
    }
}
