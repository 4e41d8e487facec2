package io.elchi.server.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.ManualClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FailoverSwitchTest {
    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-24T10:15:30Z"));
    private final FailoverSwitch addresses = new FailoverSwitch(clock::nanos);

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            addresses.ended(false);
        }
    }

    @Test
    void evenAttemptsGoToTheSecondAddress() {
        assertThat(addresses.choose(1)).isFalse();
        assertThat(addresses.choose(2)).isTrue();
        assertThat(addresses.choose(3)).isFalse();
        assertThat(addresses.choose(4)).isTrue();
    }

    @Test
    void failuresInARowMakeFirstAttemptsGoThereToo() {
        fail(FailoverSwitch.FAILURES - 1);
        addresses.ended(true);
        fail(FailoverSwitch.FAILURES - 1);
        assertThat(addresses.choose(1))
                .as("an attempt between them was accepted")
                .isFalse();
        fail(1);
        assertThat(addresses.choose(1)).isTrue();
        assertThat(addresses.choose(2)).isTrue();
        assertThat(addresses.choose(3)).isTrue();
    }

    @Test
    void oneAttemptInAWhileFindsOutWhetherTheFirstAddressWorksAgain() {
        fail(FailoverSwitch.FAILURES);
        clock.advance(FailoverSwitch.RECHECK_INTERVAL.minusMillis(1));
        assertThat(addresses.choose(1)).isTrue();
        clock.advance(Duration.ofMillis(1));
        assertThat(addresses.choose(1)).isFalse();
        assertThat(addresses.choose(1)).as("one at a time").isTrue();
        fail(1);
        clock.advance(FailoverSwitch.RECHECK_INTERVAL.minusMillis(1));
        assertThat(addresses.choose(1)).as("it failed again").isTrue();
        clock.advance(Duration.ofMillis(1));
        assertThat(addresses.choose(1)).isFalse();
        addresses.ended(true);
        assertThat(addresses.choose(1)).isFalse();
        assertThat(addresses.choose(1)).isFalse();
    }

    @Test
    void anotherAddressBeginsAnew() {
        fail(FailoverSwitch.FAILURES);
        addresses.reset();
        assertThat(addresses.choose(1)).isFalse();
    }
}
