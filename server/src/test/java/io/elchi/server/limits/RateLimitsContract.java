package io.elchi.server.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.ManualClock;
import io.elchi.testkit.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What every counter of rates does.
public abstract class RateLimitsContract {
    /// Nothing is counted yet.
    protected abstract RateLimits limits(ManualClock clock);

    @Test
    void anEvenStreamAtTheLimitAlwaysPasses() {
        ManualClock clock = ManualClock.atMidnight();
        RateLimits limits = limits(clock);
        for (int i = 0; i < 1_000; i++) {
            clock.advance(Duration.ofMillis(10));
            assertThat(limits.take(1, 100, 1).allowed()).isTrue();
        }
    }

    @Test
    void aSecondsWorthPassesAtOnceAndThenItSaysWhenThereIsMore() {
        ManualClock clock = ManualClock.atMidnight();
        RateLimits limits = limits(clock);
        for (int i = 0; i < 10; i++) {
            assertThat(limits.take(1, 10, 1)).isEqualTo(new RateLimits.Verdict(true, 10, 9 - i, Duration.ZERO));
        }
        RateLimits.Verdict no = limits.take(1, 10, 1);
        assertThat(no.allowed()).isFalse();
        assertThat(no.retryAfter()).isEqualTo(Duration.ofMillis(100));
        clock.advance(no.retryAfter());
        assertThat(limits.take(1, 10, 1).allowed()).isTrue();
    }

    /// Whatever comes, in no stretch of time passes more than a bucket and what flows into it meanwhile.
    @Test
    void noMorePassesThanTheBucketAndTheRate() {
        Seeds.forEach(200, random -> {
            ManualClock clock = ManualClock.atMidnight();
            RateLimits limits = limits(clock);
            int perSecond = random.nextInt(1, 1_000);
            long bucket = Math.max(perSecond, 255);
            long passed = 0;
            long start = clock.nanos();
            for (int i = 0; i < 300; i++) {
                clock.advance(Duration.ofMillis(random.nextInt(50)));
                int parts = random.nextInt(1, 10);
                passed += limits.take(1, perSecond, parts).allowed() ? parts : 0;
                double seconds = (clock.nanos() - start) / 1e9;
                assertThat((double) passed).isLessThanOrEqualTo(bucket + perSecond * seconds + 1);
            }
        });
    }

    @Test
    void theLongestMessagePassesASmallRateInTheEnd() {
        ManualClock clock = ManualClock.atMidnight();
        RateLimits limits = limits(clock);
        RateLimits.Verdict no = limits.take(1, 1, 255);
        assertThat(no.allowed()).isFalse();
        clock.advance(no.retryAfter());
        assertThat(limits.take(1, 1, 255).allowed()).isTrue();
    }

    @Test
    void accountsDoNotShare() {
        RateLimits limits = limits(ManualClock.atMidnight());
        assertThat(limits.take(1, 5, 5).allowed()).isTrue();
        assertThat(limits.take(1, 5, 1).allowed()).isFalse();
        assertThat(limits.take(2, 5, 5).allowed()).isTrue();
    }

    @Test
    void theWallClockIsNotAsked() {
        ManualClock clock = ManualClock.atMidnight();
        RateLimits limits = limits(clock);
        limits.take(1, 5, 5);
        clock.jump(Duration.ofDays(1));
        assertThat(limits.take(1, 5, 1).allowed()).isFalse();
        clock.jump(Duration.ofDays(-2));
        clock.advance(Duration.ofMillis(200));
        assertThat(limits.take(1, 5, 1).allowed()).isTrue();
    }

    @Test
    void lookingTakesNothing() {
        RateLimits limits = limits(ManualClock.atMidnight());
        assertThat(limits.look(1, 5, 1).remaining()).isEqualTo(5);
        assertThat(limits.look(1, 5, 1).remaining()).isEqualTo(5);
        assertThat(limits.take(1, 5, 5).allowed()).isTrue();
        assertThat(limits.look(1, 5, 1).remaining()).isZero();
    }

    @Test
    void lookingFindsWhatTakingWould() {
        ManualClock clock = ManualClock.atMidnight();
        RateLimits limits = limits(clock);
        limits.take(1, 5, 4);
        assertThat(limits.look(1, 5, 1).allowed()).isTrue();
        RateLimits.Verdict two = limits.look(1, 5, 2);
        assertThat(two.allowed()).isFalse();
        assertThat(two).isEqualTo(limits.take(1, 5, 2));
        clock.advance(two.retryAfter());
        assertThat(limits.look(1, 5, 2).allowed()).isTrue();
        assertThat(limits.look(1, 5, 2).retryAfter()).isZero();
    }

    @Test
    void aRateThatIsChangedHoldsAtOnce() {
        RateLimits limits = limits(ManualClock.atMidnight());
        limits.take(1, 5, 5);
        assertThat(limits.take(1, 500, 300).allowed()).isTrue();
        assertThat(limits.look(1, 500, 1).limit()).isEqualTo(500);
    }

    @Test
    void threadsThatComeTogetherCountTogether() throws Exception {
        RateLimits limits = limits(ManualClock.atMidnight());
        AtomicInteger passed = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            threads.add(Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 100; i++) {
                    passed.addAndGet(limits.take(9, 300, 1).allowed() ? 1 : 0);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(passed).hasValue(300);
    }
}
