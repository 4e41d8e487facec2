package io.elchi.server.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.core.ManualClock;
import io.elchi.server.core.RefusedException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PerMinuteTest {
    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-24T10:15:30Z"));
    private final PerMinute limit = new PerMinute(2, "tries", clock);

    @Test
    void anAccountHasSoManyInEachMinute() {
        limit.take(1);
        clock.advance(Duration.ofSeconds(40));
        limit.take(1);
        assertThatThrownBy(() -> limit.take(1))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal().retryAfter()).isEqualTo(Duration.ofSeconds(20)));
        limit.take(2);
        clock.advance(Duration.ofSeconds(20));
        limit.take(1);
        assertThatThrownBy(() -> limit.take(1)).isInstanceOf(RefusedException.class);
    }
}
