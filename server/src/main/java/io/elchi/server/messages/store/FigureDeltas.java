package io.elchi.server.messages.store;

import io.elchi.server.core.MessageState;
import io.elchi.server.core.RouteCandidate;
import io.elchi.server.db.Tx;
import io.elchi.server.messages.Cdr;
import io.elchi.server.messages.Event;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.store.FigureGroups.GroupTotals;
import io.elchi.server.messages.store.FigureGroups.Key;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;

/// What a transaction changes in the figures: one row, whatever the number of its messages. Test messages are not
/// in them.
final class FigureDeltas {
    /// Of a message that was accepted. It counts once more with its final state.
    static final String ACCEPTED = MessageState.ACCEPTED.text();

    static final String INSERT = "INSERT INTO messages.figure_deltas (format, groups) VALUES (?, ?)";
    /// An error code is what an operator writes: of longer ones the begin.
    private static final int ERROR = 12;

    private final FigureGroups groups = new FigureGroups();

    void accepted(Message message) {
        if (message.isTest()) {
            return;
        }
        GroupTotals sums = groups.of(key(message, 0, ACCEPTED, "", ""));
        sums.messages++;
        sums.parts += message.parts();
    }

    /// A message took the place of another one that was accepted before.
    void replaced(Message replaced, Message next) {
        if (next.isTest()) {
            return;
        }
        GroupTotals before = groups.of(key(replaced, 0, ACCEPTED, "", ""));
        before.messages--;
        before.parts -= replaced.parts();
        accepted(next);
    }

    void ended(Cdr cdr) {
        Message message = cdr.message();
        if (message.isTest()) {
            return;
        }
        GroupTotals sums = groups.of(key(
                message,
                cdr.operatorId(),
                cdr.state().text(),
                error(cdr.state(), cdr.errorCode()),
                cdr.cost().currency()));
        sums.messages++;
        sums.parts += message.parts();
        sums.partsCharged += cdr.partsCharged();
        sums.submits += cdr.cost().submits();
        sums.priceMicros = Math.addExact(sums.priceMicros, cdr.priceMicros());
        sums.costMicros = Math.addExact(sums.costMicros, cdr.cost().micros());
        if (cdr.submittedAt() == null) {
            return;
        }
        // The wait of a scheduled message is its client's wish.
        Instant begin = message.times().notBefore() == null
                ? message.acceptedAt()
                : message.times().notBefore();
        sums.submit.add(millis(begin, cdr.submittedAt()));
        if (cdr.deliveredAt() != null) {
            long took = millis(cdr.submittedAt(), cdr.deliveredAt());
            sums.delivery.add(took);
            groups.of(Key.ofOperator(cdr.operatorId(), cdr.endedAt(), "delivered"))
                    .delivery
                    .add(took);
        }
    }

    private static Key key(Message message, long operator, String state, String error, String costCurrency) {
        return new Key(
                FigureGroups.OF_MESSAGES,
                FigureGroups.minute(message.acceptedAt()),
                message.accountId(),
                operator,
                orEmpty(message.recipient().mcc()),
                orEmpty(message.recipient().mnc()),
                message.messageClass().number(),
                message.sender(),
                state,
                error,
                message.currency(),
                costCurrency);
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    /// As figures have it: of what was delivered none.
    static String error(MessageState state, String code) {
        if (code == null || state == MessageState.DELIVERED) {
            return "";
        }
        return code.length() > ERROR ? code.substring(0, ERROR) : code;
    }

    private static long millis(Instant from, Instant to) {
        return to.toEpochMilli() - from.toEpochMilli();
    }

    void happened(Event event) {
        String what = switch (event) {
            case Event.Submitted _, Event.SubmittedAgain _, Event.SubmittedLate _ -> "sent";
            case Event.Refused refused -> refused.status() > 0 ? "error" : null;
            case Event.Unanswered _ -> "error";
            case Event.Receipt receipt -> receipt.state() == MessageState.DELIVERED ? "delivered" : "failed";
            case Event.IntermediateReceipt _, Event.Ended _, Event.Rescheduled _, Event.Feedback _ -> null;
        };
        if (what != null && event.operatorId() != 0 && event.operatorId() != RouteCandidate.TEST_OPERATOR) {
            groups.of(Key.ofOperator(event.operatorId(), event.at(), what)).messages++;
        }
    }

    /// A submit_sm that an operator took after the message had its record.
    void late(Key ofRecord, long costMicros) {
        GroupTotals sums = groups.of(ofRecord);
        sums.submits++;
        sums.costMicros = Math.addExact(sums.costMicros, costMicros);
    }

    /// In the form [FigureOctets#FORMAT]; null: there is nothing to add.
    byte[] octets() {
        return groups.isEmpty() ? null : FigureOctets.of(groups);
    }

    void write(Tx tx) throws SQLException {
        byte[] octets = octets();
        if (octets == null) {
            return;
        }
        try (PreparedStatement insert = tx.connection().prepareStatement(INSERT)) {
            insert.setInt(1, FigureOctets.FORMAT);
            insert.setBytes(2, octets);
            insert.executeUpdate();
        }
    }
}
