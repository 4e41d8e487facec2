package io.elchi.server.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.Await;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class NotificationsTest {
    @AutoClose
    private final TestDatabase database = TestDatabase.fresh();

    private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();

    private void listen(String... topics) {
        Notifications notifications = database.database().notifications();
        for (String topic : topics) {
            notifications.on(topic, () -> heard.add(topic));
        }
        notifications.start();
    }

    private void hears(String topic) throws InterruptedException {
        assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(topic);
    }

    @Test
    void everyTopicCountsAsChangedAtFirst() throws InterruptedException {
        listen("numbers", "routing");
        assertThat(java.util.Set.of(heard.poll(20, TimeUnit.SECONDS), heard.poll(20, TimeUnit.SECONDS)))
                .containsExactlyInAnyOrder("numbers", "routing");
        assertThat(database.database().notifications().listening()).isTrue();
    }

    @Test
    void aChangeOfATableIsHeardByItsTopicWhoeverMadeIt() throws InterruptedException, SQLException {
        listen("numbers");
        hears("numbers");
        database.execute("INSERT INTO numbers.networks (mcc, mnc, name, country) VALUES ('434', '04', 'a', 'UZ')");
        hears("numbers");
        database.execute("UPDATE numbers.networks SET name = 'b'");
        hears("numbers");
        database.execute("DELETE FROM numbers.networks");
        hears("numbers");
        // Another table's topic is not ours: the next thing heard is the change after it.
        database.execute("INSERT INTO compliance.senders (account_id, sender) VALUES (1, 'a')");
        database.execute("INSERT INTO numbers.networks (mcc, mnc, name, country) VALUES ('434', '05', 'a', 'UZ')");
        hears("numbers");
        assertThat(heard).isEmpty();
    }

    /// A large table takes its time; a revoked key does not wait for it.
    @Test
    void aSlowLoadDelaysNoOtherTopic() throws InterruptedException, SQLException {
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch slow = new CountDownLatch(1);
        AtomicInteger loads = new AtomicInteger();
        database.database().notifications().on("compliance", () -> {
            if (loads.incrementAndGet() == 2) {
                slow.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        });
        listen("numbers");
        hears("numbers");
        database.database().notifications().awaitLoaded(Duration.ofSeconds(20));
        database.execute("INSERT INTO compliance.senders (account_id, sender) VALUES (1, 'slow')");
        slow.await();
        database.execute("INSERT INTO numbers.networks (mcc, mnc, name, country) VALUES ('434', '06', 'a', 'UZ')");
        hears("numbers");
        // What changed during the load is loaded after it.
        database.execute("INSERT INTO compliance.senders (account_id, sender) VALUES (1, 'later')");
        goOn.countDown();
        Await.until("it loads once more", () -> loads.get() >= 3);
    }

    @Test
    void whatARollsBackIsNotHeard() throws InterruptedException, SQLException {
        listen("numbers");
        hears("numbers");
        database.execute("BEGIN; INSERT INTO numbers.networks (mcc, mnc, name, country)"
                + " VALUES ('434', '04', 'a', 'UZ'); ROLLBACK");
        database.execute("INSERT INTO numbers.networks (mcc, mnc, name, country) VALUES ('434', '05', 'a', 'UZ')");
        hears("numbers");
        assertThat(heard).isEmpty();
    }

    /// What changed while nobody listened is not missed.
    @Test
    void afterALostConnectionWhatChangedMeanwhileIsHeard() throws InterruptedException, SQLException {
        listen("numbers");
        hears("numbers");
        database.execute("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
                + " WHERE application_name LIKE 'elchi:%/listen' AND datname = current_database()");
        database.execute("INSERT INTO numbers.networks (mcc, mnc, name, country) VALUES ('434', '04', 'a', 'UZ')");
        hears("numbers");
        database.execute("INSERT INTO numbers.networks (mcc, mnc, name, country) VALUES ('434', '05', 'a', 'UZ')");
        hears("numbers");
        assertThat(heard).isEmpty();
    }

    /// Its notification was lost, or never sent.
    @Test
    void aChangeWithoutANotificationIsSeenToo() throws InterruptedException, SQLException {
        listen("numbers");
        hears("numbers");
        database.execute("INSERT INTO db.changes (topic) VALUES ('numbers')");
        hears("numbers");
    }

    @Test
    void aLoadThatFailsIsRepeatedUntilItIsDone() throws InterruptedException {
        AtomicInteger failures = new AtomicInteger(2);
        Notifications notifications = database.database().notifications();
        notifications.on("numbers", () -> {
            if (failures.getAndDecrement() > 0) {
                heard.add("failed " + notifications.failing());
                throw new IllegalStateException("planted");
            }
            heard.add("numbers");
        });
        notifications.start();
        hears("failed []");
        hears("failed [numbers]");
        hears("numbers");
        assertThat(notifications.age("numbers")).isLessThan(Duration.ofSeconds(20));
    }

    /// Follows a table, and says what it was given; fails as often as it is told.
    private final class Listed implements Follower {
        private final AtomicInteger failures = new AtomicInteger();

        @Override
        public List<String> tables() {
            return List.of("compliance.senders");
        }

        @Override
        public void load(Connection connection) {
            heard.add("all");
        }

        @Override
        public void load(Connection connection, ChangedRows changes) {
            heard.add("accounts " + changes.keys("compliance.senders"));
            if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("planted");
            }
        }
    }

    private static String sender(int account) {
        return "INSERT INTO compliance.senders (account_id, sender) VALUES (" + account + ", 'a')";
    }

    @Test
    void aFollowerHasLoadedBeforeItIsFollowedAndThenGetsTheDifferences() throws InterruptedException, SQLException {
        Notifications notifications = database.database().notifications();
        notifications.follow("compliance", new Listed());
        assertThat(heard).containsExactly("all");
        // Between its first load and the first look at the log.
        database.execute(sender(7));
        notifications.start();
        hears("all");
        hears("accounts [7]");
        database.execute(sender(8));
        hears("accounts [8]");
        database.execute("TRUNCATE compliance.senders");
        hears("all");
        assertThat(heard).isEmpty();
    }

    @Test
    void differencesThatCouldNotBeLoadedAreLoadedAgain() throws InterruptedException, SQLException {
        Notifications notifications = database.database().notifications();
        Listed follower = new Listed();
        notifications.follow("compliance", follower);
        notifications.start();
        notifications.awaitLoaded(Duration.ofSeconds(20));
        hears("all");
        follower.failures.set(1);
        database.execute(sender(7));
        hears("accounts [7]");
        hears("accounts [7]");
        Await.until("it is loaded", () -> notifications.failing().isEmpty());
    }

    /// A snapshot of another server, or of before its restart, says nothing of this one.
    @Test
    void anotherServerIsLoadedFromTheBeginning() throws SQLException {
        try (Connection connection = database.connect()) {
            ChangeLog.begin(connection);
            ChangeLog.Position here = ChangeLog.position(connection, null).position();
            assertThat(ChangeLog.position(connection, here).current()).isTrue();
            ChangeLog.Position other = new ChangeLog.Position("1.5", here.seen());
            assertThat(ChangeLog.position(connection, other).current()).isFalse();
            assertThat(ChangeLog.check(connection, Map.of("accounts", here, "numbers", other)))
                    .hasEntrySatisfying(
                            "accounts", check -> assertThat(check.current()).isTrue())
                    .hasEntrySatisfying(
                            "numbers", check -> assertThat(check.current()).isFalse());
        }
    }

    @Test
    void aTaskThatFailsDoesNotSilenceTheOthers() throws InterruptedException {
        database.database().notifications().on("numbers", () -> {
            throw new IllegalStateException("planted");
        });
        listen("numbers");
        hears("numbers");
    }
}
