package io.elchi.server.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TopicTest {
    private long nanos = 1_000_000;
    private int loads;
    private boolean away;

    private final Topic topic = new Topic("accounts", () -> nanos);

    TopicTest() {
        topic.add(() -> {
            loads++;
            if (away) {
                throw new IllegalStateException("planted");
            }
        });
    }

    private void pass(long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Test
    void aVersionIsLoadedOnce() {
        topic.update("1.1");
        topic.update("1.1");
        assertThat(loads).isEqualTo(1);
        topic.update("2.3");
        assertThat(loads).isEqualTo(2);
    }

    @Test
    void afterFailuresItWaitsLongerAndLongerAndAtMost30Seconds() {
        away = true;
        topic.update("1.1");
        assertThat(topic.failing()).isTrue();
        long[] delays = {500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000};
        for (int i = 0; i < delays.length; i++) {
            pass(delays[i] - 1);
            topic.update("1.1");
            assertThat(loads).as("loads before delay " + i + " ended").isEqualTo(i + 1);
            pass(1);
            topic.update("1.1");
            assertThat(loads).as("loads after delay " + i).isEqualTo(i + 2);
        }
    }

    @Test
    void aNotificationDoesNotWaitForTheDelay() {
        away = true;
        topic.update("1.1");
        away = false;
        topic.retryNow();
        topic.update("2.3");
        assertThat(topic.failing()).isFalse();
        assertThat(loads).isEqualTo(2);
    }

    @Test
    void itsAgeCountsFromTheLastTimeItWasKnownToBeCurrent() {
        topic.update("1.1");
        pass(2_000);
        assertThat(topic.age()).isEqualTo(Duration.ofSeconds(2));
        topic.update("1.1");
        assertThat(topic.age()).isZero();
        away = true;
        topic.update("2.3");
        pass(5_000);
        assertThat(topic.age()).isEqualTo(Duration.ofSeconds(5));
        away = false;
        topic.update("2.3");
        assertThat(topic.age()).isZero();
    }
}
