package io.elchi.server.tracking;

import io.elchi.server.billing.Ledger.Movement;
import io.elchi.server.core.MessageState;
import io.elchi.server.messages.Dispatch;
import io.elchi.server.messages.Event;
import io.elchi.server.messages.EventKind;
import io.elchi.server.messages.Flight;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.MessageStore.SmscRef;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.ReceiptReport;
import io.elchi.server.messages.ReceiptReport.Reported;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What each outcome means: changes the flight, and writes down what is to be stored and done.
final class Rules {
    private static final Duration RESEND_DELAY = Duration.ofSeconds(1);
    private static final int MOST_PROGRESS = 10;

    private final Awaited awaited;
    private final TrackingMetrics metrics;
    private final WithoutIdLog withoutId = new WithoutIdLog();

    Rules(Awaited awaited, TrackingMetrics metrics) {
        this.awaited = awaited;
        this.metrics = metrics;
    }

    void submitted(Sheet sheet, Flight flight, Outcome.Submitted outcome) {
        Dispatch dispatch = outcome.dispatch();
        int part = outcome.part();
        if (flight.isFinal()) {
            metrics.tooLate();
            return;
        }
        Draft draft = sheet.of(flight);
        boolean again = flight.isSubmitted(part) || flight.isEnded(part);
        Event.Charge charge = again ? null : charge(draft, dispatch.hop(), part, outcome.total(), sheet.batch());
        Event event = new Event(
                flight.message().id(),
                part,
                again ? EventKind.SUBMITTED_AGAIN : EventKind.SUBMITTED,
                again ? flight.nth(EventKind.SUBMITTED_AGAIN) : 0,
                outcome.total(),
                flight.moment(outcome.at()),
                dispatch.operatorId(),
                dispatch.hop(),
                outcome.smscMessageId(),
                outcome.smscKey().isEmpty() ? null : outcome.smscKey(),
                0,
                outcome.late() ? "late response" : null,
                null,
                charge,
                null);
        draft.events().add(event);
        if (again) {
            flight.submittedAgain(event);
        } else {
            boolean back = dispatch.hop() != flight.hop();
            flight.charged(charge);
            follow(draft, flight.submitted(event), outcome.at());
            if (back && flight.hasPending()) {
                // The next operator had its turn already; with this answer it has none any more, nor what waits there.
                draft.resends().add(new Draft.Resend(new Dispatch(flight, flight.hop(), 0, 1), Duration.ZERO));
            }
        }
        if (outcome.smscKey().isEmpty()) {
            metrics.withoutId(dispatch.operatorId());
            withoutId.log(dispatch.operatorId(), outcome.at());
        }
        if (!flight.isEnded(part)) {
            awaited.put(reference(flight, dispatch.operatorId(), outcome.smscKey()), flight, part);
        }
    }

    /// What receipts of a part are found by.
    ///
    /// @param key the operator's id; null or empty: it gave none
    private static SmscRef reference(Flight flight, long operator, String key) {
        return key == null || key.isEmpty()
                ? Awaited.withoutId(operator, flight.message().to())
                : new SmscRef(operator, key);
    }

    /// The part's share of what was reserved: its price is posted, the rest of the share given back.
    private static Event.Charge charge(Draft draft, int hop, int part, int total, long batch) {
        Message message = draft.message();
        // Links that split differently may make more parts than one of them alone: what is paid is not exceeded.
        int shares = Math.min(
                Flight.share(part, total, message.parts()), draft.flight().sharesOpen());
        long[] above = new long[message.upstream().length];
        long own = 0;
        for (int level = 0; level < message.payers(); level++) {
            long price = message.priceMicros(hop, level) * shares;
            long reserved = message.reservedMicros(level) * shares;
            draft.movements().add(new Movement(message.payer(level), price, reserved, shares));
            if (level == 0) {
                own = price;
            } else {
                above[level - 1] = price;
            }
        }
        return new Event.Charge(shares, own, above, batch);
    }

    void refused(Sheet sheet, Flight flight, Outcome.Refused outcome) {
        Dispatch dispatch = outcome.dispatch();
        if (dispatch.isStaleFor(flight)) {
            return;
        }
        Draft draft = sheet.of(flight);
        Event event = new Event(
                flight.message().id(),
                outcome.part(),
                EventKind.REFUSED,
                flight.nth(EventKind.REFUSED),
                outcome.total(),
                flight.moment(outcome.at()),
                dispatch.operatorId(),
                dispatch.hop(),
                null,
                null,
                outcome.status(),
                outcome.detail(),
                outcome.tryNext() ? null : MessageState.REJECTED,
                null,
                null);
        draft.events().add(event);
        flight.said(event);
        follow(draft, flight.refused(dispatch.hop(), outcome.part(), outcome.total(), outcome.tryNext()), outcome.at());
    }

    private void follow(Draft draft, Flight.Next next, Instant at) {
        switch (next) {
            case WAIT -> {}
            case NEXT_HOP ->
                draft.resends()
                        .add(new Draft.Resend(
                                new Dispatch(draft.flight(), draft.flight().hop(), 0, 1), Duration.ZERO));
            case END -> end(draft, draft.flight().refusedParts(), MessageState.REJECTED, "no operator took it", at);
        }
    }

    void unanswered(Sheet sheet, Flight flight, Outcome.Unanswered outcome) {
        Dispatch dispatch = outcome.dispatch();
        if (dispatch.isStaleFor(flight) || !flight.isPending(outcome.part())) {
            return;
        }
        Draft draft = sheet.of(flight);
        Event event = new Event(
                flight.message().id(),
                outcome.part(),
                EventKind.UNANSWERED,
                flight.nth(EventKind.UNANSWERED),
                outcome.total(),
                flight.moment(outcome.at()),
                dispatch.operatorId(),
                dispatch.hop(),
                null,
                null,
                -1,
                outcome.detail(),
                null,
                null,
                null);
        draft.events().add(event);
        flight.unanswered(event);
        if (outcome.again()) {
            Dispatch again = new Dispatch(flight, dispatch.hop(), outcome.part(), dispatch.attempt() + 1);
            draft.resends().add(new Draft.Resend(again, RESEND_DELAY));
        } else {
            end(draft, outcome.part(), outcome.total(), MessageState.UNKNOWN, outcome.detail(), outcome.at());
            follow(draft, flight.next(), outcome.at());
        }
    }

    void expired(Sheet sheet, Flight flight, Outcome.Expired outcome) {
        Dispatch dispatch = outcome.dispatch();
        if (flight.isFinal()) {
            return;
        }
        Draft draft = sheet.of(flight);
        if (dispatch.part() != 0 && flight.isPending(dispatch.part())) {
            int total = Math.max(outcome.total(), Math.max(flight.total(), dispatch.part()));
            end(draft, dispatch.part(), total, MessageState.EXPIRED, "its validity ended", outcome.at());
        } else if (dispatch.part() == 0) {
            end(draft, flight.pendingParts(), MessageState.EXPIRED, "its validity ended", outcome.at());
        }
        follow(draft, flight.next(), outcome.at());
    }

    void noReceipt(Sheet sheet, Flight flight, Instant at) {
        if (flight.isFinal()) {
            return;
        }
        Draft draft = sheet.of(flight);
        List<Integer> pending = flight.hasPending() ? flight.pendingParts() : List.of();
        end(draft, pending, MessageState.EXPIRED, "its validity ended", at);
        end(draft, flight.submittedParts(), MessageState.UNKNOWN, "no receipt came", at);
        end(draft, flight.refusedParts(), MessageState.REJECTED, "no operator took it", at);
    }

    private void end(Draft draft, List<Integer> parts, MessageState state, String why, Instant at) {
        for (int part : parts) {
            end(draft, part, Math.max(1, draft.flight().total()), state, why, at);
        }
    }

    private void end(Draft draft, int part, int total, MessageState state, String why, Instant at) {
        Flight flight = draft.flight();
        String key = flight.smscKey(part);
        long operator = flight.message().hops().get(flight.hop()).operatorId();
        draft.events()
                .add(new Event(
                        flight.message().id(),
                        part,
                        EventKind.ENDED,
                        0,
                        total,
                        flight.moment(at),
                        operator,
                        flight.hop(),
                        null,
                        null,
                        -1,
                        why,
                        state,
                        null,
                        null));
        draft.ended().add(reference(flight, operator, key));
        if (flight.end(part, total, state, at)) {
            over(draft, at);
        }
    }

    /// A receipt of a part that waits for one.
    void receipt(Sheet sheet, Flight flight, int part, Outcome.Receipt outcome) {
        ReceiptReport report = outcome.report();
        if (flight.isFinal() || flight.isEnded(part)) {
            metrics.repeated(outcome.operatorId());
            sheet.acknowledgements().add(outcome.acknowledge());
            if (outcome.row() != null) {
                sheet.matched().add(outcome.row());
            }
            return;
        }
        Draft draft = sheet.of(flight);
        draft.acknowledgements().add(outcome.acknowledge());
        if (outcome.row() != null) {
            draft.matched().add(outcome.row());
        }
        if (report.state().isFinal()) {
            lastReceipt(draft, part, outcome);
        } else {
            int nth = flight.nth(EventKind.PROGRESS);
            if (nth <= MOST_PROGRESS) {
                draft.events().add(event(flight, part, EventKind.PROGRESS, nth, outcome, null));
            }
        }
    }

    private void lastReceipt(Draft draft, int part, Outcome.Receipt outcome) {
        Flight flight = draft.flight();
        ReceiptReport report = outcome.report();
        MessageState state = state(report.state());
        Event event = event(flight, part, EventKind.RECEIPT, 0, outcome, state);
        draft.events().add(event);
        draft.ended().add(new SmscRef(outcome.operatorId(), report.smscKey()));
        if (flight.smscKey(part) == null) {
            draft.ended().add(reference(flight, outcome.operatorId(), null));
        }
        flight.said(event);
        Instant done = event.doneAt() != null ? event.doneAt() : event.at();
        if (flight.end(part, event.total(), state, done)) {
            over(draft, outcome.at());
        }
    }

    private static Event event(
            Flight flight, int part, EventKind kind, int nth, Outcome.Receipt outcome, MessageState state) {
        ReceiptReport report = outcome.report();
        return new Event(
                flight.message().id(),
                part,
                kind,
                nth,
                Math.max(part, flight.total()),
                flight.moment(outcome.at()),
                outcome.operatorId(),
                flight.hop(),
                report.smscMessageId(),
                null,
                -1,
                report.detail(),
                state,
                null,
                plausible(report.doneAt(), flight, outcome.at()));
    }

    /// The operator's own time, when it can be right: its clock may be set wrong, or show whole minutes. Else
    /// null.
    private static Instant plausible(Instant done, Flight flight, Instant at) {
        Instant sent = flight.sentAt();
        boolean possible = done != null && sent != null && !done.isBefore(sent) && !done.isAfter(at);
        return possible ? done : null;
    }

    private static MessageState state(Reported reported) {
        return switch (reported) {
            case DELIVERED -> MessageState.DELIVERED;
            case EXPIRED -> MessageState.EXPIRED;
            case DELETED, UNDELIVERABLE, REJECTED -> MessageState.UNDELIVERED;
            case UNKNOWN -> MessageState.UNKNOWN;
            case ENROUTE, ACCEPTED, OTHER -> throw new IllegalArgumentException(reported + " is no end");
        };
    }

    /// The message has its end: what is still reserved for it goes back.
    private void over(Draft draft, Instant at) {
        Message message = draft.message();
        int open = draft.flight().sharesOpen();
        if (open > 0) {
            for (int level = 0; level < message.payers(); level++) {
                draft.movements().add(new Movement(message.payer(level), 0, message.reservedMicros(level) * open, 0));
            }
        }
        draft.end(draft.flight().cdr(at));
    }
}
