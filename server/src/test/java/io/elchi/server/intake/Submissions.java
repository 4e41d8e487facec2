package io.elchi.server.intake;

import io.elchi.server.billing.Ledger;
import io.elchi.server.core.ManualClock;
import io.elchi.server.core.MessageClass;
import io.elchi.server.core.MessageIds;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RouteCandidate;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/// Submissions as the pipeline hands them to the commit.
final class Submissions {
    private static final AtomicLong SEEDS = new AtomicLong();

    private final ManualClock clock = ManualClock.atMidnight();
    private final MessageIds ids = new MessageIds(clock, new SplittableRandom(SEEDS.incrementAndGet()));

    /// A message at so many units for its account and each reseller above it.
    PricedMessage message(long account, long units, long... upstream) {
        long[] above = new long[upstream.length];
        java.util.Arrays.fill(above, units * 1_000_000);
        RouteCandidate candidate = Samples.candidate(1, units * 1_000_000, above, 0, "UZS");
        return priced(Samples.message(ids.next(), account, upstream, 1, List.of(candidate), clock.now()));
    }

    /// A message of this class at one unit.
    PricedMessage message(long account, MessageClass messageClass) {
        return priced(Samples.of(messageClass, message(account, 1).message()));
    }

    static PricedMessage priced(Message message) {
        long[] accounts = new long[message.payers()];
        long[] micros = new long[accounts.length];
        for (int level = 0; level < accounts.length; level++) {
            accounts[level] = message.payer(level);
            micros[level] = message.reservedMicros(level) * message.parts();
        }
        return PricedMessage.ready(message, new Ledger.Claim(accounts, micros));
    }

    static Submission of(PricedMessage... priced) {
        return new Submission(1, List.of(priced), null);
    }

    static Submission of(IdempotencyRecord keep, PricedMessage... priced) {
        return new Submission(1, List.of(priced), keep);
    }

    /// `accepted`, or the code of the refusal.
    static List<String> results(Submission submission) {
        List<String> results = new ArrayList<>();
        for (SendResult result : submission.results()) {
            results.add(
                    switch (result) {
                        case SendResult.Accepted _ -> "accepted";
                        case SendResult.Refused(Refusal refusal) ->
                            refusal.failure().code();
                    });
        }
        return results;
    }

    ManualClock clock() {
        return clock;
    }
}
