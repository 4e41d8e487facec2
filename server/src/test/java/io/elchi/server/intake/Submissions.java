package io.elchi.server.intake;

import io.elchi.server.billing.Ledger;
import io.elchi.server.core.ManualClock;
import io.elchi.server.core.MessageClass;
import io.elchi.server.core.MessageIds;
import io.elchi.server.core.Refusal;
import io.elchi.server.messages.Hop;
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
    Prepared message(long account, long units, long... upstream) {
        long[] above = new long[upstream.length];
        java.util.Arrays.fill(above, units * 1_000_000);
        Hop hop = new Hop(1, units * 1_000_000, above, 0, "UZS");
        return prepared(Samples.message(ids.next(), account, upstream, 1, List.of(hop), clock.now()));
    }

    /// A message of this class at one unit.
    Prepared message(long account, MessageClass messageClass) {
        return prepared(Samples.of(messageClass, message(account, 1).message()));
    }

    static Prepared prepared(Message message) {
        long[] accounts = new long[message.payers()];
        long[] micros = new long[accounts.length];
        for (int level = 0; level < accounts.length; level++) {
            accounts[level] = message.payer(level);
            micros[level] = message.reservedMicros(level) * message.parts();
        }
        return new Prepared(message, new Ledger.Claim(accounts, micros), null);
    }

    static Submission of(Prepared... prepared) {
        return new Submission(1, List.of(prepared), null);
    }

    static Submission of(Keep keep, Prepared... prepared) {
        return new Submission(1, List.of(prepared), keep);
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
