package io.elchi.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.config.Config;
import io.elchi.server.db.TestDatabase;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// A server on schemas that another build has migrated.
class SchemaVersionTest {
    @AutoClose
    private final TestDatabase database = TestDatabase.fresh();

    private Server serve(boolean migrate) throws IOException {
        Map<String, String> settings = new HashMap<>(database.settings());
        settings.putAll(
                Map.of("http.port", "0", "http.management_port", "0", "intake.warm_up", "0s", "drain.announce", "0s"));
        Config config = Config.load(null, Map.of(), settings, Settings.SECTIONS);
        return Server.start(config, new Server.Start(Set.of(Role.values()), migrate, _ -> {}));
    }

    /// A later build added a table, a column with a default, and a row of its history.
    @Test
    void thoseOfALaterBuildAreGoodEnough() throws Exception {
        database.execute("CREATE TABLE accounts.later (id BIGINT)");
        database.execute("ALTER TABLE accounts.accounts ADD COLUMN later TEXT NOT NULL DEFAULT 'x'");
        database.execute("INSERT INTO elchi.flyway_schema_history (installed_rank, version, description, type, script,"
                + " installed_by, execution_time, success) VALUES (1000, '999', 'later', 'SQL', 'V999__later.sql', 'test',"
                + " 1, true)");
        for (boolean migrate : new boolean[] {false, true}) {
            try (Server server = serve(migrate)) {
                assertThat(server.port()).isPositive();
            }
        }
    }

    @Test
    void thoseOfAnEarlierBuildAreRefusedInWords() throws Exception {
        database.execute("DROP SCHEMA queue CASCADE");
        database.execute("DELETE FROM elchi.flyway_schema_history WHERE version = '068'");
        assertThatThrownBy(() -> serve(false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the database's schemas are older than this release: queue/V068__queue.sql is missing."
                        + " Run elchi migrate first");
        try (Server server = serve(true)) {
            assertThat(server.database().missingMigrations()).isEmpty();
        }
    }
}
