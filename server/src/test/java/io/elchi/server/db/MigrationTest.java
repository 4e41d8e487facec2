package io.elchi.server.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Platform;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class MigrationTest {
    @AutoClose
    private final TestDatabase database = TestDatabase.fresh();

    @Test
    void aMissingMigrationIsNamedAndAFutureOneIsNot() throws Exception {
        assertThat(database.database().missingMigrations()).isEmpty();
        assertThat(database.database().migrate()).isZero();
        database.execute("INSERT INTO elchi.flyway_schema_history (installed_rank, version, description, type, script,"
                + " installed_by, execution_time, success) VALUES (1000, '999', 'later', 'SQL', 'V999__later.sql', 'test',"
                + " 1, true)");
        assertThat(database.database().missingMigrations())
                .as("a later release's")
                .isEmpty();
        database.execute("DELETE FROM elchi.flyway_schema_history WHERE version = '999'");
        String last = database.database()
                .jdbc()
                .sql("DELETE FROM elchi.flyway_schema_history WHERE version ="
                        + " (SELECT max(version) FROM elchi.flyway_schema_history) RETURNING script")
                .query(String.class)
                .single();
        assertThat(database.database().missingMigrations())
                .singleElement()
                .asString()
                .contains(last);
    }

    /// V146 changes a table that is busy.
    @Test
    void oneThatDoesNotGetItsLockIsRepeated() throws Exception {
        database.execute("DELETE FROM elchi.flyway_schema_history WHERE version = '146'");
        try (Connection busy = database.database().dedicated("busy", Duration.ZERO);
                Statement statement = busy.createStatement();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            busy.setAutoCommit(false);
            statement.execute("LOCK TABLE billing.account_transactions IN ACCESS SHARE MODE");
            Future<Integer> done = threads.submit(() -> database.database().migrate());
            Set<Instant> attempts = new HashSet<>();
            Platform.await("a second attempt", () -> {
                attempts.addAll(waiting());
                return attempts.size() == 2;
            });
            assertThat(done).isNotDone();
            busy.rollback();
            assertThat(done.get()).isEqualTo(1);
        }
        assertThat(database.database().missingMigrations()).isEmpty();
    }

    /// When the migrations began that wait for a lock.
    private List<Instant> waiting() {
        return database.database()
                .jdbc()
                .sql("SELECT query_start FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND wait_event_type = 'Lock' AND query LIKE '%ALTER TABLE billing.account_transactions%'")
                .query((row, _) -> row.getObject(1, OffsetDateTime.class).toInstant())
                .list();
    }

    /// Each module has its own files: one that a later release adds may have a lower number than one that is done.
    @Test
    void aMissingOneBeforeOthersIsNamedAndDone() throws Exception {
        database.execute("DROP SCHEMA queue CASCADE");
        database.execute("DELETE FROM elchi.flyway_schema_history WHERE version = '068'");
        assertThat(database.database().missingMigrations())
                .singleElement()
                .asString()
                .contains("V068__queue.sql");
        assertThat(database.database().migrate()).isEqualTo(1);
        assertThat(database.database().missingMigrations()).isEmpty();
    }
}
