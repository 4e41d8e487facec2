package io.elchi.server.intake;

import io.elchi.server.accounts.Caller;
import io.elchi.server.billing.Batches;
import io.elchi.server.billing.Ledger;
import io.elchi.server.billing.Ledger.Movement;
import io.elchi.server.core.Clock;
import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.MessageState;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.db.Transactions;
import io.elchi.server.db.Tx;
import io.elchi.server.messages.Cdr;
import io.elchi.server.messages.Event;
import io.elchi.server.messages.EventKind;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.MessageEvents;
import io.elchi.server.messages.MessageProgress;
import io.elchi.server.messages.MessageStore;
import io.elchi.server.messages.MessageView;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Cancels, moves and replaces messages that are scheduled, in any process: until its time has come, such a message
/// is in no queue and in no memory, and its row alone says when it is sent.
///
/// The row is locked and looked at in the transaction that changes it. A sweeper that was quicker has moved its
/// due time, so that it is not found any more. The last seconds before its time belong to the sweeper, whose clock
/// may go ahead of ours.
public final class ScheduledMessages {
    private static final Duration MARGIN = Duration.ofSeconds(10);
    /// Each is a line of the timeline.
    private static final int MOST_MOVES = 100;

    private final Stores stores;
    private final Intake intake;
    private final Batches batches;
    private final Clock clock;
    private final Duration maxScheduleAhead;

    /// What a message consists of in the tables.
    record Stores(Transactions transactions, Ledger ledger, MessageStore messages, MessageEvents events) {}

    ScheduledMessages(Stores stores, Intake intake, Batches batches, Clock clock, Duration maxScheduleAhead) {
        this.stores = stores;
        this.intake = intake;
        this.batches = batches;
        this.clock = clock;
        this.maxScheduleAhead = maxScheduleAhead;
    }

    /// Ends the message as canceled, and gives back what was reserved for it. One that is canceled stays so.
    ///
    /// @param by who cancels it, for the timeline
    /// @throws RefusedException when the account has no such message, or it is not scheduled any more
    public void cancel(long account, MessageId id, String by) {
        MessageProgress progress = find(account, id);
        if (progress.isFinal()) {
            checkCanceled(account, id);
            return;
        }
        int changes = progress.count(EventKind.RESCHEDULED);
        Runnable afterwards = stores.transactions.run(
                tx -> lock(tx, progress.message(), changes) ? end(tx, progress, "canceled by " + by) : null);
        if (afterwards != null) {
            afterwards.run();
        } else {
            checkCanceled(account, id);
        }
    }

    private void checkCanceled(long account, MessageId id) {
        MessageState state =
                stores.messages.view(account, id).map(MessageView::state).orElse(null);
        if (state != MessageState.CANCELED) {
            throw tooLate();
        }
    }

    private Runnable end(Tx tx, MessageProgress progress, String why) throws SQLException {
        Message message = progress.message();
        Instant now = progress.moment(clock.now());
        progress.end(1, 1, MessageState.CANCELED, now);
        Cdr cdr = progress.cdr(now);
        release(tx, message, now);
        Event ended = new Event.Ended(new Event.Step(message.id(), 1, 1, now, 0, 0), MessageState.CANCELED, why);
        stores.messages.append(tx, new MessageStore.Changes(List.of(ended), List.of(cdr), List.of(), List.of()));
        return stores.events.ended(tx, cdr);
    }

    private void release(Tx tx, Message message, Instant now) throws SQLException {
        List<Movement> released = new ArrayList<>();
        for (int level = 0; level < message.payers(); level++) {
            released.add(new Movement(message.payer(level), 0, message.reservedMicros(level) * message.parts(), 0));
        }
        stores.ledger.settle(tx, batches.next(), released, now);
    }

    /// Sends another content in the place of the message's, at the time of the request, with the same id. It passes
    /// the checks of a new message. What was reserved is given back, and what it may cost now is reserved, in one
    /// transaction.
    ///
    /// @param read the message as [#find] gave it, and as the request was made from it
    /// @param by who replaces it, for the timeline
    /// @throws RefusedException when it is not scheduled any more, was changed since it was read, or was changed
    ///     too often; when rules changed it, its content is encrypted, or a new message like it would be refused
    public void replace(Caller caller, MessageProgress read, SendRequest request, String by) {
        checkTime(request.notBefore());
        Message message = read.message();
        int nth = nth(read);
        if (message.quote().rules().length > 0) {
            throw Refusal.of(Failure.CONFLICT, "rules changed the message").exception();
        }
        PricedMessage priced = intake.replacement(caller, request, message);
        if (priced.refusal() != null) {
            throw priced.refusal().exception();
        }
        Message next = inPlaceOf(message, priced.message());
        boolean replaced = stores.transactions.run(tx -> {
            boolean locked = lock(tx, message, nth - 1);
            if (locked) {
                Instant now = read.moment(clock.now());
                stores.ledger.lock(tx, payers(message, priced));
                release(tx, message, now);
                reserve(tx, priced);
                if (!stores.messages.replace(tx, message, next)) {
                    throw Refusal.of(Failure.CONFLICT, "its content is encrypted")
                            .exception();
                }
                changed(tx, message.id(), nth, now, "replaced by " + by);
            }
            return locked;
        });
        if (!replaced) {
            throw tooLate();
        }
    }

    private static Message inPlaceOf(Message message, Message made) {
        return new Message(
                message.id(),
                message.owner(),
                made.recipient(),
                made.sender(),
                made.content(),
                made.messageClass(),
                made.quote(),
                message.clientData(),
                new Message.Times(message.acceptedAt(), made.times().notBefore(), made.validUntil()),
                made.partReference(),
                made.options());
    }

    /// Of both, once each: a message costs its payers other amounts than the one before, and may have others.
    private static Set<Long> payers(Message message, PricedMessage priced) {
        Set<Long> payers = new HashSet<>();
        for (int level = 0; level < message.payers(); level++) {
            payers.add(message.payer(level));
        }
        for (long account : priced.claim().accounts()) {
            payers.add(account);
        }
        return payers;
    }

    private void reserve(Tx tx, PricedMessage priced) throws SQLException {
        Ledger.Shortfall[] lacking = stores.ledger.reserve(tx, List.of(priced.claim()));
        if (lacking[0] != null) {
            throw Submission.lacking(priced.message(), lacking[0]).exception();
        }
    }

    private void changed(Tx tx, MessageId id, int nth, Instant at, String what) throws SQLException {
        Event event = new Event.Rescheduled(new Event.Step(id, 0, 0, at, 0, 0), nth, what);
        stores.messages.append(tx, new MessageStore.Changes(List.of(event), List.of(), List.of(), List.of()));
    }

    private void checkTime(Instant notBefore) {
        Instant now = clock.now();
        if (notBefore.isBefore(now.plus(MARGIN)) || notBefore.isAfter(now.plus(maxScheduleAhead))) {
            throw Refusal.ofField(
                            Failure.INVALID_FIELD,
                            "not_before",
                            "%d to %d seconds ahead".formatted(MARGIN.toSeconds(), maxScheduleAhead.toSeconds()))
                    .exception();
        }
    }

    private static int nth(MessageProgress progress) {
        int nth = progress.nth(EventKind.RESCHEDULED);
        if (nth > MOST_MOVES) {
            throw Refusal.of(Failure.CONFLICT, "the message was changed " + MOST_MOVES + " times")
                    .exception();
        }
        return nth;
    }

    /// Sends the message at another time. Its validity follows it.
    ///
    /// @param by who moves it, for the timeline
    /// @throws RefusedException when the account has no such message, it is not scheduled any more, it was moved
    ///     too often, or the time cannot be
    public void reschedule(long account, MessageId id, Instant notBefore, String by) {
        checkTime(notBefore);
        MessageProgress progress = find(account, id);
        Message message = progress.message();
        int nth = nth(progress);
        boolean moved = stores.transactions.run(tx -> {
            boolean locked = lock(tx, message, nth - 1);
            if (locked) {
                Duration validity = Duration.between(
                        message.times().notBefore(), message.times().validUntil());
                stores.messages.reschedule(tx, id, notBefore, notBefore.plus(validity));
                String what = "from %s to %s by %s".formatted(message.times().notBefore(), notBefore, by);
                changed(tx, id, nth, progress.moment(clock.now()), what);
            }
            return locked;
        });
        if (!moved) {
            throw tooLate();
        }
    }

    /// Read before the transaction, which would else hold one connection and wait for another.
    ///
    /// @throws RefusedException when the account has no such message
    public MessageProgress find(long account, MessageId id) {
        return stores.messages.load(List.of(id)).stream()
                .filter(progress -> progress.message().accountId() == account)
                .findFirst()
                .orElseThrow(() -> Refusal.of(Failure.NOT_FOUND, "there is no message " + id + " of this account")
                        .exception());
    }

    /// The newest scheduled message that was made with this key ([SendRequest#replaceable]).
    public Optional<MessageProgress> findReplaceable(long account, byte[] key) {
        return stores.messages
                .findReplaceable(key, clock.now().plus(MARGIN))
                .flatMap(id -> stores.messages.load(List.of(id)).stream().findFirst())
                .filter(progress -> progress.message().accountId() == account);
    }

    /// When a message that is replaced now can be sent.
    public Instant soonest() {
        return clock.now().plus(MARGIN).plusSeconds(1);
    }

    /// @param changes that were stored when it was read
    /// @return false when it is not scheduled any more, or was changed since it was read
    private boolean lock(Tx tx, Message message, int changes) throws SQLException {
        Instant notBefore = message.times().notBefore();
        return notBefore != null
                && notBefore.isAfter(clock.now().plus(MARGIN))
                && stores.messages.lockScheduled(tx, message.id(), notBefore, changes);
    }

    private static RefusedException tooLate() {
        return Refusal.of(
                        Failure.CONFLICT,
                        "it can be canceled or moved only while it is scheduled, until %d seconds before its time"
                                .formatted(MARGIN.toSeconds()))
                .exception();
    }
}
