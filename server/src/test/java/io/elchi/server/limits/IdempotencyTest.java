package io.elchi.server.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.core.ManualClock;
import io.elchi.server.db.NotCommittedException;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.limits.Idempotency.Begun;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class IdempotencyTest {
    @AutoClose
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private static final byte[] BODY = "body".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OTHER = "other".getBytes(StandardCharsets.US_ASCII);

    private final ManualClock clock = ManualClock.atMidnight();
    private final Idempotency here = new Idempotency(DATABASE.database(), clock);
    /// Another process.
    private final Idempotency there = new Idempotency(DATABASE.database(), clock);
    private final String key = UUID.randomUUID().toString();

    private void keep(Idempotency idempotency, String answer) {
        DATABASE.database().transactions().run(tx -> {
            idempotency.keep(tx, 1, key, BODY, answer);
            return null;
        });
    }

    @Test
    void theSameRequestGetsTheSameAnswerForADay() {
        assertThat(here.begin(1, key, BODY)).isEqualTo(new Begun.Fresh());
        assertThat(here.begin(1, key, BODY)).isEqualTo(new Begun.InProgress());
        keep(here, "answer");
        here.end(1, key);
        assertThat(here.begin(1, key, BODY)).isEqualTo(new Begun.Answered("answer"));
        assertThat(there.begin(1, key, BODY)).isEqualTo(new Begun.Answered("answer"));
        assertThat(here.begin(1, key, OTHER)).isEqualTo(new Begun.Reused());
        clock.advance(Idempotency.KEPT.minusSeconds(1));
        assertThat(here.begin(1, key, BODY)).isEqualTo(new Begun.Answered("answer"));
        clock.advance(Duration.ofSeconds(1));
        assertThat(here.begin(1, key, OTHER)).isEqualTo(new Begun.Fresh());
        keep(here, "another day's");
        here.end(1, key);
        assertThat(here.begin(1, key, BODY)).isEqualTo(new Begun.Answered("another day's"));
    }

    @Test
    void accountsDoNotSeeEachOthersKeys() {
        keep(here, "answer");
        assertThat(here.begin(2, key, BODY)).isEqualTo(new Begun.Fresh());
    }

    /// What ended without being kept was not accepted: it may be tried again.
    @Test
    void aRequestThatFailedLeavesNothing() {
        assertThat(here.begin(1, key, BODY)).isEqualTo(new Begun.Fresh());
        here.end(1, key);
        assertThat(here.begin(1, key, BODY)).isEqualTo(new Begun.Fresh());
    }

    @Test
    void ofTwoProcessesOneStoresTheKey() {
        assertThat(here.begin(1, key, BODY)).isEqualTo(new Begun.Fresh());
        assertThat(there.begin(1, key, BODY)).isEqualTo(new Begun.Fresh());
        keep(here, "first");
        assertThatThrownBy(() -> keep(there, "second")).isInstanceOf(NotCommittedException.class);
        there.end(1, key);
        assertThat(there.begin(1, key, BODY)).isEqualTo(new Begun.Answered("first"));
    }

    @Test
    void whatIsOlderThanADayIsForgotten() {
        keep(here, "answer");
        assertThat(here.forget()).isZero();
        clock.advance(Idempotency.KEPT.plusSeconds(1));
        assertThat(here.forget()).isPositive();
    }
}
