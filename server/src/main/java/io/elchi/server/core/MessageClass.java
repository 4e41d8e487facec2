package io.elchi.server.core;

import java.util.Locale;
import java.util.Optional;

/// The urgency of a message. What comes first here is sent first.
public enum MessageClass {
    /// One-time passwords: minutes of validity, masked wherever people or logs see them.
    OTP(0),
    /// Messages that a customer expects: payments, statements, deliveries.
    TRANSACTIONAL(1),
    /// Notices that can wait for a moment: appointments, changes of a plan, surveys after a purchase.
    SERVICE(3),
    /// Advertising.
    PROMOTIONAL(2);

    private static final MessageClass[] ALL = values();
    private static final MessageClass[] BY_NUMBER = new MessageClass[ALL.length];

    static {
        for (MessageClass each : ALL) {
            BY_NUMBER[each.number] = each;
        }
    }

    private final int number;
    private final String text = name().toLowerCase(Locale.ROOT);

    MessageClass(int number) {
        this.number = number;
    }

    /// Whether a recipient may opt out of it. It may not of what it asked for itself.
    public boolean needsConsent() {
        return this == SERVICE || this == PROMOTIONAL;
    }

    /// As the database has it; never used for something else.
    public int number() {
        return number;
    }

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
    ///
    /// @throws UnknownNumberException if no class has the number
    public static MessageClass at(int number) {
        if (number < 0 || number >= BY_NUMBER.length || BY_NUMBER[number] == null) {
            throw new UnknownNumberException("no class of messages has the number " + number);
        }
        return BY_NUMBER[number];
    }
}
