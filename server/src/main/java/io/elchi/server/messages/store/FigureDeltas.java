package io.elchi.server.messages.store;

import io.elchi.server.core.MessageState;
import io.elchi.server.db.Copy;
import io.elchi.server.db.CopyRows;
import io.elchi.server.db.Tx;
import io.elchi.server.messages.Cdr;
import io.elchi.server.messages.Event;
import io.elchi.server.messages.Histogram;
import io.elchi.server.messages.Message;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// What a transaction changes in the figures: a row for each group of messages that differ in nothing that is
/// counted apart.
final class FigureDeltas {
    static final int OF_MESSAGES = 0;
    static final int OF_OPERATORS = 1;
    /// Of a message that was accepted. It counts once more with its final state.
    static final String ACCEPTED = MessageState.ACCEPTED.text();

    private static final String TABLE = "messages.figure_deltas (kind, minute, account_id, operator_id, mcc, mnc,"
            + " message_class, sender, state, error, currency, cost_currency, messages, parts, parts_charged, submits,"
            + " price, cost, submit_ms, delivery_ms)";
    private static final int COLUMNS = 20;
    private static final int MINUTE = 60;
    private static final int WINDOW = 300;
    /// An error code is what an operator writes: of longer ones the begin.
    private static final int ERROR = 12;

    private final Map<Key, Sums> groups = new HashMap<>();

    /// What is counted apart.
    ///
    /// @param second the begin of the minute or window, since the epoch
    private record Key(
            int kind,
            long second,
            long account,
            long operator,
            String mcc,
            String mnc,
            int messageClass,
            String sender,
            String state,
            String error,
            String currency,
            String costCurrency) {
        static Key of(Message message, long operator, String state, String error, String costCurrency) {
            return new Key(
                    OF_MESSAGES,
                    begin(message.acceptedAt(), MINUTE),
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

        static Key of(long operator, Instant at, String state) {
            return new Key(OF_OPERATORS, begin(at, WINDOW), 0, operator, "", "", 0, "", state, "", "", "");
        }

        private static long begin(Instant at, int length) {
            return at.getEpochSecond() - Math.floorMod(at.getEpochSecond(), length);
        }

        private static String orEmpty(String text) {
            return text == null ? "" : text;
        }
    }

    private static final class Sums {
        private long messages;
        private long parts;
        private long partsCharged;
        private long submits;
        private long priceMicros;
        private long costMicros;
        private final Histogram submit = new Histogram();
        private final Histogram delivery = new Histogram();
    }

    private Sums of(Key key) {
        return groups.computeIfAbsent(key, _ -> new Sums());
    }

    void accepted(Message message) {
        Sums sums = of(Key.of(message, 0, ACCEPTED, "", ""));
        sums.messages++;
        sums.parts += message.parts();
    }

    void ended(Cdr cdr) {
        Message message = cdr.message();
        String error = cdr.errorCode() == null || cdr.state() == MessageState.DELIVERED ? "" : cdr.errorCode();
        Sums sums = of(Key.of(
                message,
                cdr.operatorId(),
                cdr.state().text(),
                error.length() > ERROR ? error.substring(0, ERROR) : error,
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
        sums.submit.add(millis(message.acceptedAt(), cdr.submittedAt()));
        if (cdr.deliveredAt() != null) {
            long took = millis(cdr.submittedAt(), cdr.deliveredAt());
            sums.delivery.add(took);
            of(Key.of(cdr.operatorId(), cdr.endedAt(), "delivered")).delivery.add(took);
        }
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
            case Event.IntermediateReceipt _, Event.Ended _ -> null;
        };
        if (what != null && event.operatorId() != 0) {
            of(Key.of(event.operatorId(), event.at(), what)).messages++;
        }
    }

    void write(Tx tx, CopyRows rows) throws SQLException {
        rows.clear();
        groups.forEach((key, sums) -> row(rows, key, sums));
        Copy.into(tx, TABLE, rows);
    }

    private static void row(CopyRows rows, Key key, Sums sums) {
        rows.row(COLUMNS)
                .int2(key.kind)
                .time(Instant.ofEpochSecond(key.second))
                .int8(key.account)
                .int8(key.operator)
                .text(key.mcc)
                .text(key.mnc)
                .int2(key.messageClass)
                .text(key.sender)
                .text(key.state)
                .text(key.error)
                .text(key.currency)
                .text(key.costCurrency)
                .int8(sums.messages)
                .int8(sums.parts)
                .int8(sums.partsCharged)
                .int8(sums.submits)
                .micros(sums.priceMicros)
                .micros(sums.costMicros)
                .longs(sums.submit.counts())
                .longs(sums.delivery.counts());
    }
}
