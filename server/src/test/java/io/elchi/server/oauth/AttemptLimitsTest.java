package io.elchi.server.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.ManualClock;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AttemptLimitsTest {
    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-29T12:00:00Z"));

    @Test
    void aBurstAndThenTheRate() {
        AttemptLimits limits = new AttemptLimits(clock, Duration.ofSeconds(1), 2, 10);
        for (int i = 0; i < 10; i++) {
            assertThat(limits.look(7)).isZero();
            assertThat(limits.take(7)).isZero();
        }
        assertThat(limits.look(7)).isEqualTo(Duration.ofMillis(500));
        assertThat(limits.take(7)).isEqualTo(Duration.ofMillis(500));
        clock.advance(Duration.ofMillis(500));
        assertThat(limits.take(7)).isZero();
        assertThat(limits.take(7)).isEqualTo(Duration.ofMillis(500));
        clock.advance(Duration.ofHours(1));
        for (int i = 0; i < 10; i++) {
            assertThat(limits.take(7)).isZero();
        }
        assertThat(limits.take(7)).isPositive();
    }

    @Test
    void oneCustomerOfIpv6IsOneAddress() {
        assertThat(AttemptLimits.key(InetAddress.ofLiteral("2001:db8:1:2:3::1")))
                .isEqualTo(AttemptLimits.key(InetAddress.ofLiteral("2001:db8:1:2:4::9")))
                .isNotEqualTo(AttemptLimits.key(InetAddress.ofLiteral("2001:db8:1:3::1")));
        assertThat(AttemptLimits.key(InetAddress.ofLiteral("192.0.2.1")))
                .isNotEqualTo(AttemptLimits.key(InetAddress.ofLiteral("192.0.2.2")));
    }
}
