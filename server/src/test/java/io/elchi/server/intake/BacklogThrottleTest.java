package io.elchi.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BacklogThrottleTest {
    @Test
    void thePauseGrowsWithTheBacklog() {
        assertThat(pause(BacklogThrottle.FREE, BacklogThrottle.FREE_UNSETTLED)).isZero();
        assertThat(pause(BacklogThrottle.FREE + 1_000, 0)).isEqualTo(Duration.ofMillis(10));
        assertThat(pause(0, BacklogThrottle.FREE_UNSETTLED + 1_000)).isEqualTo(Duration.ofMillis(100));
        assertThat(pause(BacklogThrottle.FREE + 1_000, BacklogThrottle.FREE_UNSETTLED + 1_000))
                .isEqualTo(Duration.ofMillis(100));
        assertThat(pause(Integer.MAX_VALUE, 0)).isEqualTo(Duration.ofMillis(250));
        assertThat(pause(0, Integer.MAX_VALUE)).isEqualTo(Duration.ofMillis(250));
    }

    private static Duration pause(int unsent, int unsettled) {
        return new BacklogThrottle(() -> unsent, () -> unsettled).pause();
    }
}
