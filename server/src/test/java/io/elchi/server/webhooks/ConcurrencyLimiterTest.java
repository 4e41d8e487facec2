package io.elchi.server.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.webhooks.ConcurrencyLimiter.Grant;
import io.elchi.testkit.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ConcurrencyLimiterTest {
    private static final long BANK = 7;
    private static final Duration QUICK = Duration.ofMillis(50);
    private static final Duration LATE = Duration.ofMillis(2_001);

    private final AtomicLong nanos = new AtomicLong();

    private ConcurrencyLimiter limiter(int inAll, int perAccount, int perEndpoint) {
        return new ConcurrencyLimiter(
                new ConcurrencyLimiter.Limits(inAll, perAccount, perEndpoint, Duration.ofSeconds(2)), nanos::get);
    }

    private static int acquired(ConcurrencyLimiter limiter, long account, long endpoint) {
        int acquired = 0;
        while (limiter.acquire(account, endpoint) == Grant.GRANTED) {
            acquired++;
        }
        return acquired;
    }

    @Test
    void anEndpointThatDoesNotAnswerHasOneUntilItAnswers() {
        ConcurrencyLimiter limiter = limiter(10, 10, 3);
        assertThat(acquired(limiter, BANK, 1)).isEqualTo(3);
        limiter.release(BANK, 1, false, false, QUICK);
        limiter.release(BANK, 1, false, false, QUICK);
        assertThat(limiter.acquire(BANK, 1)).as("one is out").isEqualTo(Grant.ENDPOINT_BUSY);
        limiter.release(BANK, 1, false, false, QUICK);
        assertThat(acquired(limiter, BANK, 1)).isEqualTo(1);
        limiter.release(BANK, 1, true, true, QUICK);
        assertThat(acquired(limiter, BANK, 1)).isEqualTo(3);
    }

    @Test
    void anEndpointThatAnswersLateHasOneUntilItAnswersInTime() {
        ConcurrencyLimiter limiter = limiter(10, 10, 3);
        assertThat(limiter.acquire(BANK, 1)).isEqualTo(Grant.GRANTED);
        limiter.release(BANK, 1, true, true, LATE);
        assertThat(acquired(limiter, BANK, 1)).isEqualTo(1);
        limiter.release(BANK, 1, true, true, QUICK);
        assertThat(acquired(limiter, BANK, 1)).isEqualTo(3);
    }

    @Test
    void anEndpointThatAcceptsNothingHasOneAtATimeWithGrowingDelays() {
        ConcurrencyLimiter limiter = limiter(10, 10, 10);
        for (int i = 0; i < 5; i++) {
            assertThat(limiter.acquire(BANK, 1)).isEqualTo(Grant.GRANTED);
            limiter.release(BANK, 1, true, false, QUICK);
        }
        assertThat(limiter.acquire(BANK, 1)).isEqualTo(Grant.BACKING_OFF);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(limiter.acquire(BANK, 1)).isEqualTo(Grant.GRANTED);
        assertThat(limiter.acquire(BANK, 1)).isEqualTo(Grant.ENDPOINT_BUSY);
        limiter.release(BANK, 1, true, false, QUICK);
        nanos.addAndGet(Duration.ofMillis(1_999).toNanos());
        assertThat(limiter.acquire(BANK, 1)).isEqualTo(Grant.BACKING_OFF);
        nanos.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(acquired(limiter, BANK, 1)).isEqualTo(1);
        limiter.release(BANK, 1, true, true, QUICK);
        assertThat(acquired(limiter, BANK, 1)).isEqualTo(10);
    }

    @Test
    void anAccountWithManyEndpointsHasItsShareOnly() {
        ConcurrencyLimiter limiter = limiter(10, 4, 3);
        assertThat(acquired(limiter, BANK, 1) + acquired(limiter, BANK, 2) + acquired(limiter, BANK, 3))
                .isEqualTo(4);
        assertThat(acquired(limiter, BANK + 1, 100)).isEqualTo(3);
        limiter.release(BANK, 1, true, true, QUICK);
        assertThat(acquired(limiter, BANK, 3)).isEqualTo(1);
    }

    @Test
    void noLimitIsEverPassed() {
        Seeds.forEach(500, random -> {
            ConcurrencyLimiter limiter = limiter(8, 5, 3);
            Map<Long, Integer> use = new HashMap<>();
            List<Long> taken = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                if (taken.isEmpty() || random.nextBoolean()) {
                    long endpoint = random.nextLong(6);
                    if (limiter.acquire(endpoint / 2, endpoint) == Grant.GRANTED) {
                        taken.add(endpoint);
                        use.merge(endpoint, 1, Integer::sum);
                    }
                } else {
                    long endpoint = taken.remove(random.nextInt(taken.size()));
                    use.merge(endpoint, -1, Integer::sum);
                    limiter.release(
                            endpoint / 2,
                            endpoint,
                            random.nextBoolean(),
                            random.nextBoolean(),
                            random.nextBoolean() ? QUICK : LATE);
                    nanos.addAndGet(random.nextLong(2_000_000_000));
                }
                assertThat(taken.size()).isLessThanOrEqualTo(8);
                assertThat(use.values()).allMatch(each -> each <= 3);
                for (long account = 0; account < 3; account++) {
                    assertThat(use.getOrDefault(2 * account, 0) + use.getOrDefault(2 * account + 1, 0))
                            .isLessThanOrEqualTo(5);
                }
            }
        });
    }

    @Test
    void theEndWaitsForWhatIsTaken() throws Exception {
        ConcurrencyLimiter limiter = limiter(2, 2, 2);
        limiter.awaitNone(Duration.ofDays(1));
        limiter.acquire(BANK, 1);
        limiter.awaitNone(Duration.ZERO);
        Thread ending = Thread.ofVirtual().start(() -> limiter.release(BANK, 1, true, true, QUICK));
        limiter.awaitNone(Duration.ofDays(1));
        ending.join();
    }
}
