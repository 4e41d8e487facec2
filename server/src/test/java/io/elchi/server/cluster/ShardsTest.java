package io.elchi.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.core.Await;
import io.elchi.server.db.Database;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.observe.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Processes with connections of their own share out the shards of one database.
class ShardsTest {
    private static final List<Long> ALL =
            LongStream.range(1, 17).map(ShardId::of).boxed().toList();

    @AutoClose
    private final TestDatabase database = TestDatabase.fresh();

    private final List<Process> running = new ArrayList<>();

    private final class Process implements Shards.Tasks {
        private final Database own = database.another();
        private final Leases leases = new Leases(own, new Metrics());
        private final Processes processes = new Processes(own);
        private final Shards shards = new Shards(leases, new Metrics(), new Unbound(Duration.ZERO));
        private final Set<Long> unreachable = ConcurrentHashMap.newKeySet();
        private final CountDownLatch lost = new CountDownLatch(1);
        private final Set<Long> released = ConcurrentHashMap.newKeySet();

        Process() {
            running.add(this);
            processes.start(new Processes.Own(
                    List.of("smpp-client", "tracking"), "test:" + running.size(), "test", _ -> "same", () -> null));
        }

        Process start() {
            shards.start(() -> ALL, this, lost::countDown);
            return this;
        }

        @Override
        public void acquired(long shard) {
            assertThat(shards.owns(shard)).isTrue();
        }

        @Override
        public boolean isBound(long shard) {
            return !unreachable.contains(shard);
        }

        @Override
        public boolean mayRelease(long shard) {
            return true;
        }

        @Override
        public void release(long shard) {
            assertThat(shards.mayBind(shard)).isFalse();
            released.add(shard);
            shards.disown(shard, () -> {});
        }

        int count() {
            return shards.owned().numbers().size();
        }

        boolean isFirst(long shard, Process beside) {
            return Rendezvous.first(ShardId.ofNumber(shard).lease(), List.of(own.processId(), beside.own.processId()))
                    .equals(own.processId());
        }

        void end() throws InterruptedException {
            leases.stopTaking();
            processes.drain();
            shards.stopSharing();
            shards.close();
            leases.close();
            processes.remove();
            own.close();
            running.remove(this);
        }
    }

    @AfterEach
    void endAll() throws InterruptedException {
        for (Process each : List.copyOf(running)) {
            each.end();
        }
    }

    @Test
    void processesThatStartTogetherShareTheShardsByTheirFirstChoice() throws InterruptedException {
        Process one = new Process();
        Process other = new Process();
        one.start();
        other.start();
        Await.until("all have an owner", () -> one.count() + other.count() == ALL.size());
        assertThat(one.shards.owned().numbers()).allMatch(shard -> one.isFirst(shard, other));
        assertThat(other.shards.owned().numbers()).allMatch(shard -> other.isFirst(shard, one));
    }

    @Test
    void oneAloneTakesAllAtOnceAndGivesTheFirstChoicesOfALaterOneAwayOneByOne() throws InterruptedException {
        Process one = new Process().start();
        assertThat(one.count()).isEqualTo(ALL.size());
        Process other = new Process().start();
        Await.until("the first one is given away", () -> {
            other.processes.renew();
            return other.count() == 1;
        });
        assertThat(one.released).isEqualTo(other.shards.owned().numbers());
        assertThat(one.released).allMatch(shard -> other.isFirst(shard, one));
        assertThat(one.count()).isEqualTo(ALL.size() - 1);
    }

    @Test
    void whatAStoppingProcessGivesBackGoesToTheOthersAndIsNotTakenAgain() throws InterruptedException {
        Process one = new Process().start();
        Process other = new Process().start();
        one.end();
        Await.until("the other has all", () -> other.count() == ALL.size());
    }

    @Test
    void aShardThatOneCannotBindGoesToTheOtherAndStaysThere() throws Exception {
        Process one = new Process();
        Process other = new Process();
        one.start();
        other.start();
        Await.until("all have an owner", () -> one.count() + other.count() == ALL.size());
        long shard = one.shards.owned().numbers().iterator().next();
        one.unreachable.add(shard);
        Await.until("the other has it", () -> {
            one.processes.renew();
            other.processes.renew();
            return other.shards.owns(shard);
        });
        assertThat(one.shards.owns(shard)).isFalse();
        Lease lease = new Lease(ShardId.ofNumber(shard).lease(), System::nanoTime);
        assertThat(other.leases.ofOthers(List.of(lease)))
                .as("it does not go back to its first choice")
                .isEmpty();
    }

    @Test
    void aTransactionOverSeveralShardsNeedsAllOfThem() throws Exception {
        Process one = new Process().start();
        List<Long> some = List.of(ALL.getFirst(), ALL.getLast());
        one.own.transactions().run(tx -> {
            one.shards.fence(tx, some);
            return null;
        });
        database.execute("UPDATE cluster.leases SET epoch = epoch + 1 WHERE name = '"
                + ShardId.ofNumber(ALL.getLast()).lease() + "'");
        assertThatThrownBy(() -> one.own.transactions().run(tx -> {
                    one.shards.fence(tx, some);
                    return null;
                }))
                .isInstanceOf(LeaseLostException.class);
        assertThat(one.lost.await(1, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        one.own.transactions().run(tx -> {
            one.shards.fence(tx, List.of(ALL.getFirst()));
            return null;
        });
    }

    @Test
    void nothingIsPutIntoMemoryOfAShardThatLeft() {
        Process one = new Process().start();
        long shard = ALL.getFirst();
        Shards.Owned before = one.shards.owned();
        one.shards.disown(shard, () -> assertThat(one.shards.owns(shard)).isFalse());
        Shards.Owned now = one.shards.enter();
        try {
            assertThat(before.has(shard)).isTrue();
            assertThat(now.has(shard)).isFalse();
        } finally {
            one.shards.exit();
        }
        assertThatThrownBy(() -> one.own.transactions().run(tx -> {
                    one.shards.fence(tx, List.of(shard));
                    return null;
                }))
                .isInstanceOf(LeaseLostException.class);
    }

    @Test
    void aShardHasANumberAndAName() {
        ShardId shard = new ShardId(7, 3);
        assertThat(ShardId.ofNumber(shard.number())).isEqualTo(shard);
        assertThat(shard.lease()).isEqualTo("shard.7.3");
        assertThat(ShardId.of(7)).isEqualTo(new ShardId(7, 0).number());
        assertThatThrownBy(() -> new ShardId(7, 64)).isInstanceOf(IllegalArgumentException.class);
    }
}
