package io.elchi.server.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.testkit.Seeds;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final int ATTEMPTS = 11;

    @Test
    void delaysGrowOverADayAndThenThereAreNoMore() {
        Seeds.forEach(1_000, random -> {
            Duration sum = Duration.ZERO;
            Duration before = Duration.ZERO;
            for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
                Duration delay = Schedule.delay(attempt, null, random);
                assertThat(delay).isGreaterThan(before);
                before = delay;
                sum = sum.plus(delay);
            }
            assertThat(sum).isBetween(Duration.ofHours(24), Duration.ofHours(36));
            assertThat(Schedule.delay(ATTEMPTS, null, random)).isNull();
            assertThat(Schedule.delay(ATTEMPTS, Duration.ofSeconds(1), random)).isNull();
        });
    }

    @Test
    void theFirstDelayIsFiveSecondsAndAFifthOfThatAtMost() {
        Seeds.forEach(
                1_000,
                random -> assertThat(Schedule.delay(1, null, random))
                        .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6)));
    }

    @Test
    void theSameSeedGivesTheSameDelays() {
        assertThat(Schedule.delay(3, null, new SplittableRandom(7)))
                .isEqualTo(Schedule.delay(3, null, new SplittableRandom(7)))
                .isNotEqualTo(Schedule.delay(3, null, new SplittableRandom(8)));
    }

    @Test
    void anEndpointMayAskForMoreTimeButNotForEver() {
        SplittableRandom random = new SplittableRandom(1);
        assertThat(Schedule.delay(1, Duration.ofMinutes(7), random)).isEqualTo(Duration.ofMinutes(7));
        assertThat(Schedule.delay(1, Duration.ofDays(7), random)).isEqualTo(Duration.ofHours(12));
        assertThat(Schedule.delay(1, Duration.ofSeconds(1), random)).isGreaterThanOrEqualTo(Duration.ofSeconds(5));
    }
}
