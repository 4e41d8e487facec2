package io.elchi.server.core;

import java.util.Locale;
import java.util.Optional;

/// The state of a message, as clients see it.
public enum MessageState {
    /// Stored and paid for; not yet at an operator.
    ACCEPTED(false),
    /// An operator refused it for now, or its link was lost: it waits for the next try.
    QUEUED(false),
    /// An operator has taken it and will report.
    SUBMITTED(false),
    /// An operator reported delivery to the handset.
    DELIVERED(true),
    /// An operator reported that it cannot be delivered.
    UNDELIVERED(true),
    /// Its validity ended, here or at the operator.
    EXPIRED(true),
    /// No operator took it.
    REJECTED(true),
    /// It was taken back before it was sent: by its account, or because that was suspended.
    CANCELED(true),
    /// An operator took it and never reported, or reported that it does not know.
    UNKNOWN(true);

    private final boolean end;
    private final String text = name().toLowerCase(Locale.ROOT);

    MessageState(boolean end) {
        this.end = end;
    }

    /// Whether it is the last one.
    public boolean isFinal() {
        return end;
    }

    /// As the interfaces and tables spell it.
    public String text() {
        return text;
    }

    /// The state of a row. One that a later release brought is unknown here; its row stays as it is.
    public static MessageState ofRow(String text) {
        return of(text).orElse(UNKNOWN);
    }

    public static Optional<MessageState> of(String text) {
        for (MessageState state : values()) {
            if (state.text.equals(text)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }
}
