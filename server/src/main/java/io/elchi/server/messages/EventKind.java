package io.elchi.server.messages;

import java.util.Locale;
import java.util.Optional;

/// The steps of a part. The numbers are in the tables: they are never used for something else.
public enum EventKind {
    /// An operator took the part (submit_sm_resp ESME_ROK); the part is charged. Once a part.
    SUBMITTED(1),
    /// An operator took it a second time, after an answer that came late or not at all; not charged.
    SUBMITTED_AGAIN(2),
    /// An operator refused it.
    REFUSED(3),
    /// The operator did not answer, or the link was lost: it may have the part.
    UNANSWERED(4),
    /// A receipt that is not the last one.
    INTERMEDIATE_RECEIPT(5),
    /// The last receipt. Once a part.
    RECEIPT(6),
    /// No receipt will come any more, or the part will not be sent: what is known is what it ends as. Once a part.
    ENDED(7),
    /// An operator took the part after the message had its final state. It is not charged; its cost is in the CDR.
    SUBMITTED_LATE(8),
    /// Its account sends it at another time, or with another text. It is no part's.
    RESCHEDULED(9),
    /// Its client tells whether the person used it. Once a message; it is no part's.
    FEEDBACK(10);

    private static final EventKind[] BY_NUMBER = new EventKind[values().length + 1];

    static {
        for (EventKind kind : values()) {
            BY_NUMBER[kind.number] = kind;
        }
    }

    private final int number;
    private final String text = name().toLowerCase(Locale.ROOT);

    EventKind(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    public String text() {
        return text;
    }

    /// Empty: a later release wrote it.
    public static Optional<EventKind> of(int number) {
        return number < 1 || number >= BY_NUMBER.length ? Optional.empty() : Optional.of(BY_NUMBER[number]);
    }
}
