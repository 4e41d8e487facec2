package io.elchi.server.intake;

import io.elchi.server.billing.Ledger;
import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageClass;
import io.elchi.server.core.Money;
import io.elchi.server.core.Refusal;
import io.elchi.server.messages.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The messages of one request, and the results it waits for. Its messages are committed together.
final class Submission {
    private final long account;
    private final List<PricedMessage> priced;
    private final IdempotencyRecord keep;
    private final int wanted;
    private final MessageClass urgency;
    private final CountDownLatch done = new CountDownLatch(1);
    private List<SendResult> results;

    Submission(long account, List<PricedMessage> priced, IdempotencyRecord keep) {
        this.account = account;
        this.priced = priced;
        this.keep = keep;
        int ready = 0;
        MessageClass most = MessageClass.PROMOTIONAL;
        for (PricedMessage each : priced) {
            if (each.refusal() == null) {
                ready++;
                MessageClass own = each.message().messageClass();
                most = own.ordinal() < most.ordinal() ? own : most;
            }
        }
        wanted = ready;
        urgency = most;
        results = ready == 0 ? resultsWith(new Ledger.Shortfall[0]) : null;
    }

    long account() {
        return account;
    }

    List<PricedMessage> priced() {
        return priced;
    }

    /// null: none.
    IdempotencyRecord keep() {
        return keep;
    }

    /// The number of messages to commit.
    int wanted() {
        return wanted;
    }

    /// The class of its most urgent message that is to be committed.
    MessageClass urgency() {
        return urgency;
    }

    /// The results, when these payers lacked funds: one for each wanted message, null for none.
    List<SendResult> resultsWith(Ledger.Shortfall[] lacking) {
        List<SendResult> all = new ArrayList<>(priced.size());
        int at = 0;
        for (PricedMessage each : priced) {
            if (each.refusal() != null) {
                all.add(new SendResult.Refused(each.refusal()));
            } else {
                all.add(result(each, lacking[at++]));
            }
        }
        return all;
    }

    private static SendResult result(PricedMessage priced, Ledger.Shortfall lacking) {
        Message message = priced.message();
        if (lacking == null) {
            return new SendResult.Accepted(message, priced.hint());
        }
        return new SendResult.Refused(lacking(message, lacking));
    }

    /// How much a reseller lacks is not told to its clients.
    static Refusal lacking(Message message, Ledger.Shortfall lacking) {
        return lacking.accountId() == message.accountId()
                ? Refusal.of(
                        Failure.INSUFFICIENT_FUNDS,
                        new Money(message.currency(), lacking.missingMicros()) + " are missing")
                : Refusal.of(Failure.UPSTREAM_FUNDS);
    }

    /// Ends the caller's wait; what comes after that changes nothing.
    void complete(List<SendResult> outcome) {
        if (done.getCount() > 0) {
            results = outcome;
            done.countDown();
        }
    }

    /// Refuses everything that was not refused before.
    void refuse(Refusal refusal) {
        List<SendResult> all = new ArrayList<>(priced.size());
        for (PricedMessage each : priced) {
            all.add(new SendResult.Refused(each.refusal() != null ? each.refusal() : refusal));
        }
        complete(all);
    }

    boolean await(Duration atMost) throws InterruptedException {
        return done.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    List<SendResult> results() {
        return results;
    }

    @Override
    public String toString() {
        return "Submission[" + wanted + " of " + Arrays.toString(new long[] {account}) + "]";
    }
}
