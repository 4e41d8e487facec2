package io.elchi.server.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.Await;
import java.sql.SQLException;
import java.time.Duration;
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
    void afterALostConnectionEverythingCountsAsChanged() throws InterruptedException, SQLException {
        listen("numbers");
        hears("numbers");
        database.execute("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
                + " WHERE application_name LIKE 'elchi:%/listen' AND datname = current_database()");
        hears("numbers");
        database.execute("INSERT INTO numbers.networks (mcc, mnc, name, country) VALUES ('434', '04', 'a', 'UZ')");
        hears("numbers");
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

    @Test
    void aTaskThatFailsDoesNotSilenceTheOthers() throws InterruptedException {
        database.database().notifications().on("numbers", () -> {
            throw new IllegalStateException("planted");
        });
        listen("numbers");
        hears("numbers");
    }
}
