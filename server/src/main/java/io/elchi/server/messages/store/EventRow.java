package io.elchi.server.messages.store;

import io.elchi.server.core.MessageId;
import io.elchi.server.core.MessageState;
import io.elchi.server.core.Money;
import io.elchi.server.db.CopyRows;
import io.elchi.server.messages.Event;
import io.elchi.server.messages.EventKind;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// The columns of `messages.events` that only some kinds of events fill; null is NULL.
///
/// @param status command_status, or the seconds of a feedback; -1: NULL
record EventRow(
        String smscMessageId,
        String receiptKey,
        int status,
        String detail,
        MessageState state,
        Event.Charge charge,
        Instant doneAt) {
    private static final int COLUMNS = 18;
    private static final String USED = "used";
    private static final String NOT_USED = "not used";

    static EventRow of(Event event) {
        return switch (event) {
            case Event.Submitted e ->
                new EventRow(e.smscMessageId(), keyOrNull(e.receiptKey()), 0, e.detail(), null, e.charge(), null);
            case Event.SubmittedAgain e ->
                new EventRow(e.smscMessageId(), keyOrNull(e.receiptKey()), 0, e.detail(), null, null, null);
            case Event.SubmittedLate e -> new EventRow(e.smscMessageId(), null, 0, e.detail(), null, null, null);
            case Event.Refused e ->
                new EventRow(
                        null, null, e.status(), e.detail(), e.tryNext() ? null : MessageState.REJECTED, null, null);
            case Event.Unanswered e -> new EventRow(null, null, -1, e.detail(), null, null, null);
            case Event.Rescheduled e -> new EventRow(null, null, -1, e.detail(), null, null, null);
            case Event.Feedback e ->
                new EventRow(null, null, e.afterSeconds(), e.used() ? USED : NOT_USED, null, null, null);
            case Event.IntermediateReceipt e ->
                new EventRow(e.smscMessageId(), null, -1, e.detail(), null, null, e.doneAt());
            case Event.Receipt e -> new EventRow(e.smscMessageId(), null, -1, e.detail(), e.state(), null, e.doneAt());
            case Event.Ended e -> new EventRow(null, null, -1, e.detail(), e.state(), null, null);
        };
    }

    private static String keyOrNull(String key) {
        return key.isEmpty() ? null : key;
    }

    static void write(CopyRows rows, Event event) {
        rows.row(COLUMNS)
                .uuid(event.messageId())
                .int2(event.part())
                .int2(event.kind().number())
                .int2(event.nth())
                .int2(event.total())
                .time(event.at());
        if (event.operatorId() == 0) {
            rows.nil();
        } else {
            rows.int8(event.operatorId());
        }
        rows.int2(event.candidate());
        of(event).write(rows);
    }

    private void write(CopyRows rows) {
        rows.text(smscMessageId).text(receiptKey);
        if (status < 0) {
            rows.nil();
        } else {
            rows.int4(status);
        }
        rows.text(detail).text(state == null ? null : state.text());
        if (charge == null) {
            rows.nil().nil().nil().nil();
        } else {
            rows.int2(charge.billedParts())
                    .micros(charge.priceMicros())
                    .microsArray(charge.upstreamMicros().length == 0 ? null : charge.upstreamMicros())
                    .int8(charge.batch());
        }
        rows.time(doneAt);
    }

    /// Reads a row of the table.
    ///
    /// @return empty: a later release wrote it, in a way that this one may ignore
    /// @throws IllegalArgumentException if the row's kind of events has no such row
    static Optional<Event> read(ResultSet row) throws SQLException {
        Optional<EventKind> kind = EventKind.of(row.getInt("kind"));
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        Event.Step step = new Event.Step(
                MessageId.of(row.getObject("message_id", UUID.class)),
                row.getInt("part"),
                row.getInt("total"),
                MessageReader.instant(row, "at"),
                row.getLong("operator_id"),
                row.getInt("candidate"));
        return Optional.of(columns(row).event(kind.get(), step, row.getInt("nth")));
    }

    private static EventRow columns(ResultSet row) throws SQLException {
        int status = row.getInt("status");
        boolean noStatus = row.wasNull();
        String state = row.getString("state");
        BigDecimal price = row.getBigDecimal("price");
        return new EventRow(
                row.getString("smsc_message_id"),
                row.getString("receipt_key"),
                noStatus ? -1 : status,
                row.getString("detail"),
                state == null ? null : MessageState.ofRow(state),
                price == null
                        ? null
                        : new Event.Charge(
                                row.getInt("billed_parts"),
                                Money.micros(price),
                                MessageReader.micros(row.getArray("upstream_prices")),
                                row.getLong("batch")),
                MessageReader.instant(row, "done_at"));
    }

    private Event event(EventKind kind, Event.Step step, int nth) {
        String key = receiptKey == null ? "" : receiptKey;
        return switch (kind) {
            case SUBMITTED -> {
                if (charge == null) {
                    throw new IllegalArgumentException("an accepted part of " + step.messageId() + " has no charge");
                }
                yield new Event.Submitted(step, smscMessageId, key, detail != null, charge);
            }
            case SUBMITTED_AGAIN -> new Event.SubmittedAgain(step, nth, smscMessageId, key, detail != null);
            case SUBMITTED_LATE -> new Event.SubmittedLate(step, nth, smscMessageId);
            case REFUSED -> new Event.Refused(step, nth, status, state == null, detail);
            case UNANSWERED -> new Event.Unanswered(step, nth, detail);
            case RESCHEDULED -> new Event.Rescheduled(step, nth, detail);
            case FEEDBACK -> new Event.Feedback(step, USED.equals(detail), status);
            case INTERMEDIATE_RECEIPT -> new Event.IntermediateReceipt(step, nth, smscMessageId, detail, doneAt);
            case RECEIPT -> new Event.Receipt(step, smscMessageId, detail, state, doneAt);
            case ENDED -> new Event.Ended(step, state, detail);
        };
    }
}
