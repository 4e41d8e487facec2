package io.elchi.server.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.db.ChangeLog.Check;
import io.elchi.server.db.ChangeLog.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TopicTest {
    private long nanos = 1_000_000;
    private final List<Position> asked = new ArrayList<>();
    private boolean away;

    private final Topic topic = new Topic("accounts", this::load, () -> nanos);

    private Position load(String name, Position since, List<Follower> followers) {
        asked.add(since);
        if (away) {
            throw new IllegalStateException("planted");
        }
        return at(asked.size());
    }

    private static Position at(int seen) {
        return new Position("server", Integer.toString(seen));
    }

    private void pass(long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Test
    void aLoadBeginsWhereTheLastOneEnded() {
        topic.update();
        topic.update();
        assertThat(asked).containsExactly(null, at(1));
        assertThat(topic.position()).isEqualTo(at(2));
    }

    @Test
    void aCheckThatFindsNothingMovesThePositionAndLoadsNothing() {
        topic.update();
        pass(2_000);
        topic.take(at(1), new Check(at(7), true));
        assertThat(topic.position()).isEqualTo(at(7));
        assertThat(topic.age()).isZero();
        // The answer to a question of before the last load says nothing.
        topic.take(at(1), new Check(at(8), true));
        assertThat(topic.position()).isEqualTo(at(7));
        assertThat(asked).hasSize(1);
    }

    @Test
    void aCheckThatFindsSomethingLoads() throws InterruptedException {
        topic.take(null, null);
        topic.await();
        assertThat(asked).hasSize(1);
        topic.take(at(1), new Check(at(7), false));
        topic.await();
        assertThat(asked).containsExactly(null, at(1));
    }

    @Test
    void afterAFailureTheSamePositionIsAskedAgain() {
        topic.update();
        away = true;
        topic.update();
        away = false;
        pass(500);
        topic.update();
        assertThat(asked).containsExactly(null, at(1), at(1));
    }

    @Test
    void aTaskThatFailsIsAFailureOfTheLoad() {
        AtomicBoolean fails = new AtomicBoolean(true);
        topic.add(() -> {
            if (fails.get()) {
                throw new IllegalStateException("planted");
            }
        });
        topic.update();
        assertThat(topic.failing()).isTrue();
        assertThat(topic.position()).isNull();
        fails.set(false);
        pass(500);
        topic.update();
        assertThat(topic.failing()).isFalse();
        assertThat(topic.position()).isEqualTo(at(2));
    }

    @Test
    void afterFailuresItWaitsLongerAndLongerAndAtMost30Seconds() {
        away = true;
        topic.update();
        assertThat(topic.failing()).isTrue();
        long[] delays = {500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000};
        for (int i = 0; i < delays.length; i++) {
            pass(delays[i] - 1);
            topic.update();
            assertThat(asked).as("loads before delay " + i + " ended").hasSize(i + 1);
            pass(1);
            topic.update();
            assertThat(asked).as("loads after delay " + i).hasSize(i + 2);
        }
    }

    @Test
    void aNotificationDoesNotWaitForTheDelay() {
        away = true;
        topic.update();
        away = false;
        topic.retryNow();
        topic.update();
        assertThat(topic.failing()).isFalse();
        assertThat(asked).hasSize(2);
    }

    @Test
    void itsAgeCountsFromTheLastTimeItWasKnownToBeCurrent() {
        topic.update();
        pass(2_000);
        assertThat(topic.age()).isEqualTo(Duration.ofSeconds(2));
        topic.update();
        assertThat(topic.age()).isZero();
        away = true;
        topic.update();
        pass(5_000);
        assertThat(topic.age()).isEqualTo(Duration.ofSeconds(5));
        away = false;
        topic.update();
        assertThat(topic.age()).isZero();
    }
}
