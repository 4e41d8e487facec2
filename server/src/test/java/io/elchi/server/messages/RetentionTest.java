package io.elchi.server.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.core.ManualClock;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.MessageIds;
import io.elchi.server.db.NotCommittedException;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.messages.store.ContentCipher;
import io.elchi.server.messages.store.PgMessageStore;
import io.elchi.server.queue.Queues;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Days come ahead of their messages and go whole, when nothing of them is needed any more.
class RetentionTest {
    private static final int DAYS = 30;

    private final TestDatabase database = TestDatabase.fresh();
    private final ManualClock clock = ManualClock.atMidnight();
    private final MessageIds ids = new MessageIds(clock, new SplittableRandom(5));
    private final PgMessageStore store = new PgMessageStore(database.database().jdbc(), _ -> 1);
    private final Retention retention = new MessagesConfiguration()
            .retention(
                    database.database(),
                    clock,
                    new MessagesProperties(DAYS, 90, 7, 100, 35, 800, Duration.ofMinutes(2)),
                    store,
                    ContentCipher.none(),
                    Queues.postgresDeadLetters(database.database()));

    @AfterEach
    void close() {
        database.close();
    }

    private List<String> days(String table) {
        return database.database()
                .jdbc()
                .sql("SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
                        + " WHERE i.inhparent = ('messages.' || ?)::regclass ORDER BY 1")
                .param(table)
                .query(String.class)
                .list();
    }

    private Message stored() {
        Message message = Samples.message(ids.next(), 1, clock.now());
        database.database().transactions().run(tx -> {
            store.insert(tx, List.of(message), Duration.ofMinutes(2));
            return null;
        });
        return message;
    }

    private void finish(Message message) {
        Cdr cdr = Samples.anyCdr(new SplittableRandom(1), message);
        database.database().transactions().run(tx -> {
            store.append(tx, new MessageStore.Changes(List.of(), List.of(cdr), List.of(), List.of()));
            return null;
        });
    }

    @Test
    void thereIsADayForYesterdayAndForEachOfTheNextSeven() {
        for (String table : List.of("messages", "events", "cdr_sms")) {
            assertThat(days(table))
                    .hasSize(9)
                    .startsWith(table + "_20261123", table + "_20261124")
                    .endsWith(table + "_20261201");
        }
        retention.maintain();
        assertThat(days("messages")).hasSize(9);
        clock.advance(Duration.ofDays(1));
        retention.maintain();
        assertThat(days("messages")).hasSize(10).endsWith("messages_20261202");
    }

    /// The first and the last id that a day can have are its own.
    @Test
    void aMessageIsInTheDayOfItsId() {
        clock.advance(Duration.ofDays(1).minusMillis(1));
        MessageId last = new MessageId(ids.next().high() | 0xFFF, -1L);
        clock.advance(Duration.ofMillis(1));
        MessageId first = MessageId.firstAt(clock.now());
        database.database().transactions().run(tx -> {
            store.insert(
                    tx,
                    List.of(Samples.message(last, 1, clock.now()), Samples.message(first, 1, clock.now())),
                    Duration.ofMinutes(2));
            return null;
        });
        assertThat(database.database()
                        .jdbc()
                        .sql("SELECT tableoid::regclass::text FROM messages.messages ORDER BY id")
                        .query(String.class)
                        .list())
                .containsExactly("messages.messages_20261124", "messages.messages_20261125");
    }

    @Test
    void daysThatAreOlderThanIsKeptAreDroppedWhole() {
        Message old = stored();
        finish(old);
        clock.advance(Duration.ofDays(DAYS));
        retention.maintain();
        assertThat(store.holds(old.id())).as("after %s days", DAYS).isTrue();
        Message fresh = stored();
        clock.advance(Duration.ofDays(1));
        retention.maintain();
        assertThat(store.holds(old.id())).as("a day later").isFalse();
        assertThat(store.holds(fresh.id())).isTrue();
        assertThat(store.view(1, old.id())).isEmpty();
        assertThat(store.load(List.of(old.id()))).isEmpty();
        for (String table : List.of("messages", "events", "cdr_sms")) {
            assertThat(days(table)).doesNotContain(table + "_20261124").contains(table + "_20261125");
        }
    }

    @Test
    void whatOperatorsSentForNoMessageGoesAfterItsDays() throws Exception {
        String[] ages = {"91 days", "89 days"};
        for (String age : ages) {
            String time = "timestamptz '" + clock.now() + "' - INTERVAL '" + age + "'";
            database.execute("INSERT INTO messages.unmatched_receipts (id, operator_id, received_at)"
                    + " VALUES (gen_random_uuid(), 1, " + time + ")");
            database.execute("INSERT INTO messages.received_sms (id, operator_id, msisdn, msisdn_ton,"
                    + " msisdn_npi, destination, destination_ton, destination_npi, esm_class, data_coding, received_at)"
                    + " VALUES (gen_random_uuid(), 1, '998901234567', 1, 1, '1000', 3, 0, 0, 0, " + time + ")");
            database.execute(
                    "INSERT INTO queue.dead_letters (id, shard, kind, payload, put_at, attempts, reason, died_at)"
                            + " VALUES (gen_random_uuid(), 64, 1, '', " + time + ", 30, 'of no message', " + time
                            + ")");
        }
        retention.maintain();
        for (String table : List.of("messages.unmatched_receipts", "messages.received_sms", "queue.dead_letters")) {
            assertThat(database.database()
                            .jdbc()
                            .sql("SELECT count(*) FROM " + table)
                            .query(Integer.class)
                            .single())
                    .as(table)
                    .isEqualTo(1);
        }
    }

    /// Money is reserved for it: dropped with its day, it would be reserved for good.
    @Test
    void aDayWithAnUnfinishedMessageIsKeptUntilThatHasItsEnd() {
        Message old = stored();
        clock.advance(Duration.ofDays(DAYS + 5));
        retention.maintain();
        assertThat(store.load(List.of(old.id()))).hasSize(1);
        assertThat(days("messages"))
                .contains("messages_20261124", "messages_20261125")
                .doesNotContain("messages_20261123");
        finish(old);
        retention.maintain();
        assertThat(store.load(List.of(old.id()))).isEmpty();
        assertThat(days("messages")).doesNotContain("messages_20261124", "messages_20261125");
    }

    /// A new day needs a lock on the whole table. Behind somebody who reads for long it ends soon: everybody
    /// else would stand behind it.
    @Test
    void aLongReportHoldsUpANewDayAndNobodyElse() throws Exception {
        clock.advance(Duration.ofDays(1));
        try (Connection report = database.connect();
                Statement statement = report.createStatement()) {
            report.setAutoCommit(false);
            statement.execute("SELECT count(*) FROM messages.messages");
            assertThatThrownBy(retention::maintain)
                    .isInstanceOfSatisfying(
                            NotCommittedException.class,
                            e -> assertThat(e.isTransient()).isTrue())
                    .hasMessageContaining("lock timeout");
            stored();
            report.rollback();
        }
        retention.maintain();
        assertThat(days("messages")).endsWith("messages_20261202");
    }
}
