package io.elchi.server.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.core.ManualClock;
import io.elchi.server.core.MessageId;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DayPartitionsTest {
    @AutoClose
    private final TestDatabase database = TestDatabase.fresh();

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-24T12:00:00Z"));
    private final DayPartitions partitions =
            new DayPartitions(database.database(), clock, "days", List.of("by_id"), DayPartitions.Key.MESSAGE_ID, 10);

    @BeforeEach
    void table() throws SQLException {
        database.execute("CREATE SCHEMA days");
        database.execute("CREATE TABLE days.by_id (id uuid PRIMARY KEY) PARTITION BY RANGE (id)");
    }

    private List<String> names() {
        return database.database()
                .jdbc()
                .sql(
                        "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'days.by_id'::regclass ORDER BY 1")
                .query(String.class)
                .list();
    }

    private String partitionOf(MessageId id) {
        return database.database()
                .jdbc()
                .sql("INSERT INTO days.by_id VALUES (?) RETURNING tableoid::regclass::text")
                .param(id.uuid())
                .query(String.class)
                .single();
    }

    @Test
    void daysToComeAreMadeAndAnIdFallsIntoTheDayOfItsTime() {
        partitions.maintain();
        assertThat(names()).hasSize(9).startsWith("days.by_id_20261123").endsWith("days.by_id_20261201");
        long low = 0x8000_0000_0000_0000L;
        Instant midnight = Instant.parse("2026-11-25T00:00:00Z");
        MessageId first = MessageId.firstAt(midnight);
        MessageId last = new MessageId(midnight.toEpochMilli() - 1 << 16 | 0x7FFF, low | 0x3FFF_FFFF_FFFF_FFFFL);
        assertThat(partitionOf(first)).isEqualTo("days.by_id_20261125");
        assertThat(partitionOf(last)).isEqualTo("days.by_id_20261124");
        assertThatThrownBy(() -> partitionOf(MessageId.firstAt(Instant.parse("2026-12-02T00:00:00Z"))))
                .hasMessageContaining("no partition");
    }

    @Test
    void aYoungTableTakesWhatBeganBeforeIt() {
        partitions.maintain();
        MessageId old = MessageId.firstAt(Instant.parse("2026-11-20T10:00:00Z"));
        assertThatThrownBy(() -> partitionOf(old)).hasMessageContaining("no partition");
        partitions.makeSince(5);
        assertThat(partitionOf(old)).isEqualTo("days.by_id_20261120");
        partitions.makeSince(5);
    }

    @Test
    void whatIsOlderThanWhatIsKeptIsDropped() {
        partitions.maintain();
        partitions.maintain();
        for (int day = 0; day < 11; day++) {
            clock.advance(Duration.ofDays(1));
            partitions.maintain();
        }
        assertThat(names())
                .startsWith("days.by_id_20261125")
                .endsWith("days.by_id_20261212")
                .hasSize(18);
    }

    @Test
    void severalProcessesMayDoItAtOnce() throws InterruptedException {
        List<Throwable> failed = java.util.Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(Thread.ofVirtual()
                    .uncaughtExceptionHandler((_, e) -> failed.add(e))
                    .start(partitions::maintain));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failed).isEmpty();
        assertThat(names()).hasSize(9);
    }
}
