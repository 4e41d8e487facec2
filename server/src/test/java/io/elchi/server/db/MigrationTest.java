package io.elchi.server.db;

import static org.assertj.core.api.Assertions.assertThat;

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
        database.execute("DELETE FROM elchi.flyway_schema_history WHERE version IN ('090', '999')");
        assertThat(database.database().missingMigrations())
                .singleElement()
                .asString()
                .contains("V090__webhooks.sql");
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
