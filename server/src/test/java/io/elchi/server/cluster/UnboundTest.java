package io.elchi.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class UnboundTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Unbound unbound = new Unbound(Unbound.UNBOUND_TIMEOUT);

    private boolean look(long shard, boolean bound, long second) {
        return unbound.isToAbandon(shard, bound, second * SECOND);
    }

    @Test
    void whatIsUnboundForFifteenSecondsIsAbandoned() {
        assertThat(look(1, false, 100)).isFalse();
        assertThat(look(1, false, 114)).isFalse();
        assertThat(look(1, false, 115)).isTrue();
        assertThat(look(2, false, 115)).as("another one").isFalse();
    }

    @Test
    void oneBoundSessionBeginsTheTimeAnew() {
        look(1, false, 100);
        look(1, true, 110);
        assertThat(look(1, false, 115)).isFalse();
        assertThat(look(1, false, 130)).isTrue();
    }

    @Test
    void theSameShardIsAbandonedOnceInFiveMinutes() {
        look(1, false, 100);
        unbound.abandoned(1, 115 * SECOND);
        look(1, false, 200);
        assertThat(look(1, false, 414)).isFalse();
        assertThat(look(1, false, 415)).isTrue();
    }

    @Test
    void aShardThatLeftAndCameBackIsNew() {
        look(1, false, 100);
        unbound.left(1);
        assertThat(look(1, false, 116)).isFalse();
    }
}
