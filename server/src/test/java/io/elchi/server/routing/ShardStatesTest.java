package io.elchi.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.db.TestDatabase;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShardStatesTest {
    @AutoClose
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private static final long SHARD = 64;
    private static final long OTHER = 128;

    private final ShardStates owner = new ShardStates(DATABASE.database().jdbc());
    private final ShardStates reader = new ShardStates(DATABASE.database().jdbc());

    @BeforeEach
    void clear() throws Exception {
        DATABASE.execute("TRUNCATE routing.shard_state");
    }

    private static ShardState state(long shard, long epoch, int bound, int waiting) {
        return new ShardState(shard, epoch, bound, 2, 3, 100, waiting, Instant.EPOCH, 7, "a problem");
    }

    private void write(ShardState... states) {
        owner.write(List.of(states));
        reader.read();
    }

    @Test
    void whatTheOwnerWritesTheOthersRead() {
        write(state(SHARD, 1, 1, 10), state(OTHER, 1, 0, 20));
        assertThat(reader.isReachable(SHARD)).isTrue();
        assertThat(reader.isReachable(OTHER)).as("nothing is bound").isFalse();
        assertThat(reader.isReachable(OTHER + 64)).as("never heard of").isFalse();
        assertThat(reader.waiting(SHARD)).isEqualTo(10);
        assertThat(reader.waiting(_ -> true)).isEqualTo(30);
        assertThat(reader.waiting(shard -> shard == OTHER)).isEqualTo(20);
        assertThat(reader.unsettled(_ -> true)).isEqualTo(7);
    }

    @Test
    void aStateThatIsNotWrittenAgainIsUnreachable() throws Exception {
        write(state(SHARD, 1, 1, 10));
        DATABASE.execute("UPDATE routing.shard_state SET at = at - INTERVAL '11 seconds'");
        reader.read();
        assertThat(reader.isReachable(SHARD)).isFalse();
        assertThat(reader.waiting(SHARD)).as("they still wait").isEqualTo(10);
        assertThat(reader.unsettled(_ -> true)).isZero();
    }

    @Test
    void anOldOwnerDoesNotOverwriteANewOne() {
        write(state(SHARD, 2, 2, 1));
        write(state(SHARD, 1, 0, 99));
        assertThat(reader.isReachable(SHARD)).isTrue();
        assertThat(reader.waiting(SHARD)).isEqualTo(1);
    }

    /// A gateway must not accept for ever what nobody sends.
    @Test
    void whatAProcessAcceptedIsCountedUntilItsOwnerCountsIt() {
        reader.accepted(SHARD, 5);
        assertThat(reader.waiting(SHARD)).isEqualTo(5);
        write(state(SHARD, 1, 1, 0));
        assertThat(reader.waiting(SHARD)).as("the state may be from before").isEqualTo(5);
        reader.read();
        assertThat(reader.waiting(SHARD)).as("the state is the same").isEqualTo(5);
        write(state(SHARD, 1, 1, 6));
        assertThat(reader.waiting(SHARD)).isEqualTo(6);
    }

    @Test
    void statesOfRemovedOperatorsAreForgotten() throws Exception {
        write(state(SHARD, 1, 1, 10));
        owner.forget();
        reader.read();
        assertThat(reader.shards()).containsExactly(SHARD);
        DATABASE.execute("UPDATE routing.shard_state SET at = at - INTERVAL '2 days'");
        owner.forget();
        reader.read();
        assertThat(reader.shards()).isEmpty();
    }
}
