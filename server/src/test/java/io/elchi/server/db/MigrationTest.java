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
