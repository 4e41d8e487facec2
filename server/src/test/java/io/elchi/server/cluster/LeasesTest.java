package io.elchi.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.core.Await;
import io.elchi.server.db.Database;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.observe.Metrics;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Two processes, each with connections of its own.
class LeasesTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @AutoClose
    private final TestDatabase database = TestDatabase.fresh();

    private final Process one = new Process(database.another());
    private final Process other = new Process(database.another());

    private static final class Process {
        private final Database database;
        private final Metrics metrics = new Metrics();
        private final Leases leases;
        private final Lease lease;
        private final CountDownLatch acquired = new CountDownLatch(1);
        private final CountDownLatch lost = new CountDownLatch(1);

        Process(Database database) {
            this.database = database;
            leases = new Leases(database, metrics);
            lease = leases.lease("message-path");
        }

        void want() {
            leases.want(lease, acquired::countDown, lost::countDown);
        }

        void awaitAcquired() throws InterruptedException {
            assertThat(acquired.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(lease.mayAct()).isTrue();
        }

        /// Rounds of renewal, which are also rounds of taking.
        double rounds() {
            return metrics.scrape()
                    .lines()
                    .filter(line -> line.startsWith("elchi_lease_renewal_seconds_count"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .sum();
        }

        /// PostgreSQL's processes for what jobs and looks at the rows ask.
        List<Integer> backends() {
            return database.jdbc()
                    .sql("SELECT pid FROM pg_stat_activity WHERE application_name = ?")
                    .param("elchi:" + database.processId() + "/lease-rows")
                    .query(Integer.class)
                    .list();
        }

        void end() {
            leases.close();
            database.close();
        }
    }

    @Test
    void theFirstHasItAtOnceAndTheSecondWhenTheFirstEnds() throws InterruptedException {
        one.want();
        other.want();
        assertThat(one.lease.mayAct()).isTrue();
        assertThat(other.lease.isOwned()).isFalse();
        one.end();
        other.awaitAcquired();
        other.end();
    }

    @Test
    void aProcessThatStopsTakesNoLease() throws InterruptedException {
        one.want();
        other.want();
        other.leases.stopTaking();
        one.end();
        double before = other.rounds();
        Await.until("two more rounds", () -> other.rounds() >= before + 2);
        assertThat(other.lease.isOwned()).isFalse();
        other.end();
    }

    @Test
    void aLeaseThatWasGivenBackIsNotOwned() throws InterruptedException {
        one.want();
        one.end();
        assertThat(one.lease.isOwned()).isFalse();
        other.want();
        other.end();
    }

    /// Whoever was killed, or cannot reach the database, gives nothing back.
    @Test
    void aLeaseThatIsNotRenewedRunsOutAndItsOwnerLearnsOfIt() throws Exception {
        one.want();
        database.execute("UPDATE cluster.leases SET until = now() - INTERVAL '1 second'");
        other.want();
        other.awaitAcquired();
        assertThat(one.lost.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(one.lease.mayAct()).isFalse();
        one.end();
        other.end();
    }

    @Test
    void aTransactionOfAnOwnerThatLostItIsNotCommitted() throws SQLException {
        one.want();
        one.database.transactions().run(tx -> {
            one.lease.fence(tx);
            return null;
        });
        database.execute("UPDATE cluster.leases SET epoch = epoch + 1, until = now() + INTERVAL '1 hour'");
        assertThatThrownBy(() -> one.database.transactions().run(tx -> {
                    one.lease.fence(tx);
                    return null;
                }))
                .isInstanceOf(LeaseLostException.class);
        assertThat(one.lease.isOwned()).isFalse();
        one.end();
        other.end();
    }

    @Test
    void aStandbyCommitsNothingUnderTheLease() {
        assertThatThrownBy(() -> other.database.transactions().run(tx -> {
                    other.lease.fence(tx);
                    return null;
                }))
                .isInstanceOf(LeaseLostException.class);
        one.end();
        other.end();
    }

    /// A process that was paused in a transaction would hold up the one that takes over.
    @Test
    void aTakeoverEndsTheSessionsOfAnOwnerThatStandsStillInATransaction() throws Exception {
        one.want();
        try (Connection paused = one.database.dataSource().getConnection()) {
            paused.setAutoCommit(false);
            one.lease.fence(() -> paused);
            one.leases.close();
            other.want();
            other.awaitAcquired();
            assertThatThrownBy(paused::commit).isInstanceOf(SQLException.class);
        }
        one.end();
        other.end();
    }

    @Test
    void aTakeoverWaitsForACommitOfTheOwner() throws Exception {
        one.want();
        try (Connection committing = one.database.dataSource().getConnection()) {
            committing.setAutoCommit(false);
            one.lease.fence(() -> committing);
            one.leases.close();
            Thread taking = Thread.ofVirtual().start(other::want);
            while (!database.database()
                    .jdbc()
                    .sql("SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)")
                    .query(Boolean.class)
                    .single()) {
                Thread.onSpinWait();
            }
            assertThat(other.lease.isOwned()).isFalse();
            committing.commit();
            taking.join();
        }
        other.awaitAcquired();
        one.end();
        other.end();
    }

    @Test
    void aJobRunsInOneProcessInEachInterval() {
        AtomicInteger runs = new AtomicInteger();
        assertThat(one.leases.runAlone("job", HOUR, runs::incrementAndGet)).isTrue();
        assertThat(other.leases.runAlone("job", HOUR, runs::incrementAndGet)).isFalse();
        assertThat(one.leases.runAlone("job", HOUR, runs::incrementAndGet)).isFalse();
        assertThat(runs).hasValue(1);
        one.end();
        other.end();
    }

    @Test
    void aJobThatFailedMayRunAgainAtOnceAndOneThatRunsRunsOnce() {
        assertThatThrownBy(() -> one.leases.runAlone("job", HOUR, () -> {
                    assertThat(other.leases.runAlone("job", HOUR, () -> {})).isFalse();
                    throw new IllegalStateException("planted");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(other.leases.runAlone("job", HOUR, () -> {})).isTrue();
        one.end();
        other.end();
    }

    @Test
    void jobsShareAConnectionWhichIsReplacedWhenItEnded() {
        one.leases.runAlone("first", HOUR, () -> {});
        List<Integer> before = one.backends();
        one.leases.runAlone("second", HOUR, () -> {});
        assertThat(before).hasSize(1).isEqualTo(one.backends());
        one.database
                .jdbc()
                .sql("SELECT pg_terminate_backend(?, 10_000)")
                .param(before.getFirst())
                .query(Boolean.class)
                .single();
        assertThat(one.leases.runAlone("third", HOUR, () -> {})).isTrue();
        assertThat(one.backends()).hasSize(1).isNotEqualTo(before);
        one.end();
        assertThat(other.leases.runAlone("fourth", HOUR, () -> {})).isTrue();
        other.end();
    }
}
