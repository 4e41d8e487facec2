package io.elchi.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.Caller;
import io.elchi.server.core.Credential;
import io.elchi.server.core.Failure;
import io.elchi.server.core.ManualClock;
import io.elchi.server.core.MessageClass;
import io.elchi.server.core.Refusal;
import io.elchi.server.limits.RateLimits;
import io.elchi.server.limits.local.LocalRateLimits;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import io.elchi.server.rules.MessageRules;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// What the door can tell without asking anybody.
class RefusalAtALookTest {
    private static final int PER_SECOND = 2;
    private static final Caller CALLER = new Caller(
            new Account(
                    7,
                    1,
                    Account.Type.CLIENT,
                    "bank",
                    null,
                    null,
                    Account.Standing.ACTIVE,
                    "UZS",
                    PER_SECOND,
                    10,
                    1,
                    null,
                    0,
                    List.of()),
            Credential.apiKey(1),
            Set.of());

    @AutoClose
    private final Metrics metrics = new Metrics();

    private final RateLimits limits = new LocalRateLimits(ManualClock.atMidnight());
    private final Set<MessageClass> admitted = EnumSet.allOf(MessageClass.class);
    private int coming;
    private final Intake intake = new Intake(
            new Intake.Modules(null, limits, MessageRules.NONE, null, null, null, null),
            null,
            null,
            null,
            new Door(),
            new IntakeMetrics(metrics));

    private final class Door implements Intake.Committer {
        @Override
        public void commit(Submission submission) {
            throw new AssertionError("it was to be looked at");
        }

        @Override
        public boolean admits(MessageClass messageClass, int before) {
            return admitted.contains(messageClass) && before == coming;
        }
    }

    private Failure refusal(MessageClass messageClass, String text) {
        Refusal refusal = intake.refusal(CALLER, SendRequest.of("+998901234567", "Bank", text, messageClass), coming);
        return refusal == null ? null : refusal.failure();
    }

    @Test
    void whoIsNotAdmittedIsToldSoUnlessTheConnectionWouldEndWithIt() {
        coming = 3;
        admitted.clear();
        assertThat(refusal(MessageClass.PROMOTIONAL, "x")).isEqualTo(Failure.BUSY);
        assertThat(refusal(MessageClass.TRANSACTIONAL, "x")).isEqualTo(Failure.BUSY);
        assertThat(refusal(MessageClass.OTP, "x")).isNull();
        assertThat(metrics.totals(Metric.REFUSED)).containsEntry(List.of("busy"), 2.0);
    }

    @Test
    void whoIsOverItsLimitIsToldSoAndNothingIsCounted() {
        assertThat(refusal(MessageClass.OTP, "x")).isNull();
        limits.take(7, PER_SECOND, PER_SECOND);
        assertThat(refusal(MessageClass.OTP, "x")).isEqualTo(Failure.RATE_LIMITED);
        assertThat(refusal(MessageClass.PROMOTIONAL, "x")).isEqualTo(Failure.RATE_LIMITED);
        assertThat(limits.look(7, PER_SECOND, 1).remaining()).isZero();
    }

    @Test
    void anEmptyTextIsRefusedForThatAndElsewhere() {
        admitted.clear();
        assertThat(refusal(MessageClass.PROMOTIONAL, "")).isNull();
    }
}
