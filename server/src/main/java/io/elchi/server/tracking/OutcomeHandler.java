package io.elchi.server.tracking;

import io.elchi.server.billing.Ledger.Movement;
import io.elchi.server.core.MessageState;
import io.elchi.server.core.RouteCandidate;
import io.elchi.server.messages.Event;
import io.elchi.server.messages.EventKind;
import io.elchi.server.messages.LateCost;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.MessageProgress;
import io.elchi.server.messages.MessageStore.ReceiptRef;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.ReceiptReport;
import io.elchi.server.messages.SubmitTask;
import io.elchi.smstext.receipt.ReceiptState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Applies an outcome: changes the progress, and collects the rows to store and the actions to do.
final class OutcomeHandler {
    private static final Duration RESEND_DELAY = Duration.ofSeconds(1);
    private static final int MOST_PROGRESS = 10;

    private final ReceiptIndex receiptIndex;
    private final TrackingMetrics metrics;
    private final WithoutIdLog withoutId = new WithoutIdLog();

    OutcomeHandler(ReceiptIndex receiptIndex, TrackingMetrics metrics) {
        this.receiptIndex = receiptIndex;
        this.metrics = metrics;
    }

    void submitted(SettlementBatch settlement, MessageProgress progress, Outcome.Submitted outcome) {
        SubmitTask task = outcome.task();
        int part = outcome.part();
        if (progress.isFinal()) {
            metrics.tooLate();
            submittedLate(settlement, progress, outcome);
            return;
        }
        MessageUpdate update = settlement.of(progress);
        boolean again = progress.isSubmitted(part) || progress.isEnded(part);
        if (again) {
            Event.SubmittedAgain event = new Event.SubmittedAgain(
                    step(progress, task, part, outcome.total(), outcome.at()),
                    progress.nth(EventKind.SUBMITTED_AGAIN),
                    outcome.smscMessageId(),
                    outcome.receiptKey(),
                    outcome.late());
            update.events().add(event);
            progress.submittedAgain(event);
        } else {
            submittedFirst(settlement, update, outcome);
        }
        if (outcome.receiptKey().isEmpty()) {
            metrics.withoutId(task.operatorId());
            withoutId.log(task.operatorId(), outcome.at());
        }
        if (!progress.isEnded(part)) {
            receiptIndex.put(reference(progress, task.operatorId(), outcome.receiptKey()), progress, part);
        }
    }

    private void submittedFirst(SettlementBatch settlement, MessageUpdate update, Outcome.Submitted outcome) {
        MessageProgress progress = update.progress();
        SubmitTask task = outcome.task();
        int part = outcome.part();
        Event.Charge charge = charge(update, task.candidate(), part, outcome.total(), settlement.batch());
        Event.Submitted event = new Event.Submitted(
                step(progress, task, part, outcome.total(), outcome.at()),
                outcome.smscMessageId(),
                outcome.receiptKey(),
                outcome.late(),
                charge);
        update.events().add(event);
        boolean back = task.candidate() != progress.candidate();
        progress.charged(charge);
        follow(update, progress.submitted(event), outcome.at());
        if (back && progress.hasPending()) {
            // The next operator had its turn already; with this answer it has none any more, nor what waits there.
            update.resends()
                    .add(new MessageUpdate.Resend(new SubmitTask(progress, progress.candidate(), 0, 1), Duration.ZERO));
        }
    }

    /// The message has its end, and its client paid for what was taken until then. The operator gets its money all
    /// the same.
    private static void submittedLate(SettlementBatch settlement, MessageProgress progress, Outcome.Submitted outcome) {
        SubmitTask task = outcome.task();
        RouteCandidate candidate = progress.message().candidates().get(task.candidate());
        MessageUpdate update = settlement.of(progress);
        update.events()
                .add(new Event.SubmittedLate(
                        step(progress, task, outcome.part(), outcome.total(), outcome.at()),
                        progress.nth(EventKind.SUBMITTED_LATE),
                        outcome.smscMessageId()));
        update.lateCosts()
                .add(new LateCost(
                        progress.message().id(), task.operatorId(), candidate.costMicros(), candidate.costCurrency()));
    }

    private static Event.Step step(MessageProgress progress, SubmitTask task, int part, int total, Instant at) {
        return new Event.Step(
                progress.message().id(), part, total, progress.moment(at), task.operatorId(), task.candidate());
    }

    /// The reference by which receipts of a part are found.
    ///
    /// @param key the operator's id; null or empty: it gave none
    private static ReceiptRef reference(MessageProgress progress, long operator, String key) {
        return key == null || key.isEmpty()
                ? ReceiptIndex.withoutId(operator, progress.message().to())
                : new ReceiptRef(operator, key);
    }

    /// The part's share of what was reserved: its price is posted, the rest of the share given back.
    private static Event.Charge charge(MessageUpdate update, int candidate, int part, int total, long batch) {
        Message message = update.message();
        // Links that split differently may make more parts than one of them alone: what is paid is not exceeded.
        int billedParts = Math.min(
                MessageProgress.billedParts(part, total, message.parts()),
                update.progress().partsOpen());
        long[] above = new long[message.upstream().length];
        long own = 0;
        for (int level = 0; level < message.payers(); level++) {
            long price = message.priceMicros(candidate, level) * billedParts;
            long reserved = message.reservedMicros(level) * billedParts;
            update.movements().add(new Movement(message.payer(level), price, reserved, billedParts));
            if (level == 0) {
                own = price;
            } else {
                above[level - 1] = price;
            }
        }
        return new Event.Charge(billedParts, own, above, batch);
    }

    void refused(SettlementBatch settlement, MessageProgress progress, Outcome.Refused outcome) {
        SubmitTask task = outcome.task();
        if (task.isStaleFor(progress)) {
            return;
        }
        MessageUpdate update = settlement.of(progress);
        Event.Refused event = new Event.Refused(
                step(progress, task, outcome.part(), outcome.total(), outcome.at()),
                progress.nth(EventKind.REFUSED),
                outcome.status(),
                outcome.tryNext(),
                outcome.detail());
        update.events().add(event);
        follow(update, progress.refused(event), outcome.at());
    }

    /// Its candidates before the wanted one are passed over: they were not asked.
    void moved(SettlementBatch settlement, MessageProgress progress, Outcome.Moved outcome) {
        SubmitTask task = outcome.task();
        if (task.isStaleFor(progress)) {
            return;
        }
        MessageUpdate update = settlement.of(progress);
        MessageProgress.Next next = MessageProgress.Next.NEXT_CANDIDATE;
        while (next == MessageProgress.Next.NEXT_CANDIDATE && progress.candidate() < outcome.to()) {
            SubmitTask passed = new SubmitTask(progress, progress.candidate(), 0, 1);
            Event.Refused event = new Event.Refused(
                    step(progress, passed, 0, 0, outcome.at()),
                    progress.nth(EventKind.REFUSED),
                    -1,
                    true,
                    outcome.detail());
            update.events().add(event);
            next = progress.refused(event);
        }
        follow(update, next, outcome.at());
    }

    private void follow(MessageUpdate update, MessageProgress.Next next, Instant at) {
        switch (next) {
            case WAIT -> {}
            case NEXT_CANDIDATE ->
                update.resends()
                        .add(new MessageUpdate.Resend(
                                new SubmitTask(
                                        update.progress(), update.progress().candidate(), 0, 1),
                                Duration.ZERO));
            case END -> end(update, update.progress().refusedParts(), MessageState.REJECTED, "no operator took it", at);
        }
    }

    void unanswered(SettlementBatch settlement, MessageProgress progress, Outcome.Unanswered outcome) {
        SubmitTask task = outcome.task();
        if (task.isStaleFor(progress) || !progress.isPending(outcome.part())) {
            return;
        }
        MessageUpdate update = settlement.of(progress);
        Event.Unanswered event = new Event.Unanswered(
                step(progress, task, outcome.part(), outcome.total(), outcome.at()),
                progress.nth(EventKind.UNANSWERED),
                outcome.detail());
        update.events().add(event);
        progress.unanswered(event);
        if (outcome.again()) {
            SubmitTask again = new SubmitTask(progress, task.candidate(), outcome.part(), task.attempt() + 1);
            update.resends().add(new MessageUpdate.Resend(again, RESEND_DELAY));
        } else {
            end(update, outcome.part(), outcome.total(), MessageState.UNKNOWN, outcome.detail(), outcome.at());
            follow(update, progress.next(), outcome.at());
        }
    }

    void expired(SettlementBatch settlement, MessageProgress progress, Outcome.Expired outcome) {
        NotSent what =
                new NotSent(outcome.task(), outcome.total(), MessageState.EXPIRED, "its validity ended", outcome.at());
        notSent(settlement, progress, what);
    }

    void canceled(SettlementBatch settlement, MessageProgress progress, Outcome.Canceled outcome) {
        // Of what an operator did not answer nobody can say that it was not sent.
        MessageState state = progress.count(EventKind.UNANSWERED) > 0 ? MessageState.UNKNOWN : MessageState.CANCELED;
        NotSent what = new NotSent(outcome.task(), outcome.total(), state, "its account was suspended", outcome.at());
        notSent(settlement, progress, what);
    }

    /// What is asked for in the task will not be sent.
    private record NotSent(SubmitTask task, int total, MessageState state, String why, Instant at) {}

    private void notSent(SettlementBatch settlement, MessageProgress progress, NotSent what) {
        if (progress.isFinal()) {
            return;
        }
        int part = what.task.part();
        MessageUpdate update = settlement.of(progress);
        if (part != 0 && progress.isPending(part)) {
            int total = Math.max(what.total, Math.max(progress.total(), part));
            end(update, part, total, what.state, what.why, what.at);
        } else if (part == 0) {
            end(update, progress.pendingParts(), what.state, what.why, what.at);
        }
        follow(update, progress.next(), what.at);
    }

    void noReceipt(SettlementBatch settlement, MessageProgress progress, Instant at) {
        if (progress.isFinal()) {
            return;
        }
        MessageUpdate update = settlement.of(progress);
        List<Integer> pending = progress.hasPending() ? progress.pendingParts() : List.of();
        end(update, pending, MessageState.EXPIRED, "its validity ended", at);
        end(update, progress.submittedParts(), MessageState.UNKNOWN, "no receipt came", at);
        end(update, progress.refusedParts(), MessageState.REJECTED, "no operator took it", at);
    }

    private void end(MessageUpdate update, List<Integer> parts, MessageState state, String why, Instant at) {
        for (int part : parts) {
            end(update, part, Math.max(1, update.progress().total()), state, why, at);
        }
    }

    private void end(MessageUpdate update, int part, int total, MessageState state, String why, Instant at) {
        MessageProgress progress = update.progress();
        String key = progress.receiptKey(part);
        long operator =
                progress.message().candidates().get(progress.candidate()).operatorId();
        Event.Step step = new Event.Step(
                progress.message().id(), part, total, progress.moment(at), operator, progress.candidate());
        update.events().add(new Event.Ended(step, state, why));
        update.ended().add(reference(progress, operator, key));
        if (progress.end(part, total, state, at)) {
            over(update, at);
        }
    }

    /// A receipt of a part that waits for one.
    void receipt(SettlementBatch settlement, MessageProgress progress, int part, Outcome.Receipt outcome) {
        ReceiptReport report = outcome.report();
        if (progress.isFinal() || progress.isEnded(part)) {
            metrics.repeated(outcome.operatorId());
            settlement.acknowledgements().add(outcome.acknowledge());
            if (outcome.row() != null) {
                settlement.matched().add(outcome.row());
            }
            return;
        }
        MessageUpdate update = settlement.of(progress);
        update.acknowledgements().add(outcome.acknowledge());
        if (outcome.row() != null) {
            update.matched().add(outcome.row());
        }
        if (report.state().isFinal()) {
            lastReceipt(update, part, outcome);
        } else {
            int nth = progress.nth(EventKind.INTERMEDIATE_RECEIPT);
            if (nth <= MOST_PROGRESS) {
                update.events()
                        .add(new Event.IntermediateReceipt(
                                step(progress, part, outcome),
                                nth,
                                report.smscMessageId(),
                                report.detail(),
                                plausible(report.doneAt(), progress, outcome.at())));
            }
        }
    }

    private void lastReceipt(MessageUpdate update, int part, Outcome.Receipt outcome) {
        MessageProgress progress = update.progress();
        ReceiptReport report = outcome.report();
        MessageState state = state(report.state());
        Event.Receipt event = new Event.Receipt(
                step(progress, part, outcome),
                report.smscMessageId(),
                report.detail(),
                state,
                plausible(report.doneAt(), progress, outcome.at()));
        update.events().add(event);
        // An id that the operator did not give names nothing: with it, the receipts of other messages would look
        // repeated.
        update.ended()
                .add(
                        progress.receiptKey(part) == null
                                ? reference(progress, outcome.operatorId(), null)
                                : new ReceiptRef(outcome.operatorId(), report.receiptKey()));
        progress.reported(event);
        if (progress.end(part, event.total(), state, event.time())) {
            over(update, outcome.at());
        }
    }

    private static Event.Step step(MessageProgress progress, int part, Outcome.Receipt outcome) {
        return new Event.Step(
                progress.message().id(),
                part,
                Math.max(part, progress.total()),
                progress.moment(outcome.at()),
                outcome.operatorId(),
                progress.candidate());
    }

    /// The operator's own time, when it can be right: its clock may be set wrong, or show whole minutes. Else
    /// null.
    private static Instant plausible(Instant done, MessageProgress progress, Instant at) {
        Instant sent = progress.submittedAt();
        boolean possible = done != null && sent != null && !done.isBefore(sent) && !done.isAfter(at);
        return possible ? done : null;
    }

    private static MessageState state(ReceiptState reported) {
        return switch (reported) {
            case DELIVERED -> MessageState.DELIVERED;
            case EXPIRED -> MessageState.EXPIRED;
            case DELETED, UNDELIVERABLE, REJECTED, SKIPPED -> MessageState.UNDELIVERED;
            case UNKNOWN -> MessageState.UNKNOWN;
            case SCHEDULED, ENROUTE, ACCEPTED, OTHER -> throw new IllegalArgumentException(reported + " is no end");
        };
    }

    /// The message has its end: what is still reserved for it goes back.
    private void over(MessageUpdate update, Instant at) {
        Message message = update.message();
        int open = update.progress().partsOpen();
        if (open > 0) {
            for (int level = 0; level < message.payers(); level++) {
                update.movements().add(new Movement(message.payer(level), 0, message.reservedMicros(level) * open, 0));
            }
        }
        update.end(update.progress().cdr(at));
    }
}
