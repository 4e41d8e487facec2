package io.elchi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `elchi migrate` and `serve --no-migrate` of the packaged server, on a database of its own and on one that a
/// later release has migrated.
class MigrateTest {
    private static final String LATER = "INSERT INTO elchi.flyway_schema_history (installed_rank, version, description,"
            + " type, script, installed_by, execution_time, success) VALUES (1000, '999', 'later', 'SQL',"
            + " 'V999__later.sql', 'test', 1, true)";

    private Path folder;
    /// Brings the PostgreSQL.
    private Product first;

    private record Run(int code, String said) {}

    @BeforeEach
    void start() throws Exception {
        folder = Files.createTempDirectory("elchi-migrate-");
        first = new Product(folder, List.of()).roles("console");
        first.start();
    }

    @AfterEach
    void stop() throws Exception {
        first.close();
        Product.delete(folder);
    }

    private static Run run(String command, List<String> settings, String... options)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(Build.own().command());
        line.add(command);
        line.addAll(List.of(options));
        settings.forEach(each -> line.addAll(List.of("--set", each)));
        line.addAll(List.of("--set", "log.level=error"));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), said);
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = first.database();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// The settings of another process, on an empty database of the same PostgreSQL.
    private List<String> empty() throws Exception {
        execute("CREATE DATABASE empty");
        return first.sharedDatabase().stream()
                .map(each -> each.startsWith("database.url=") ? each.replace("/postgres", "/empty") : each)
                .toList();
    }

    @Test
    void theSchemasAreMigratedByTheirOwnCommand() throws Exception {
        List<String> settings = empty();
        Path data = Files.createDirectory(folder.resolve("second"));
        Run refused = run("serve", settings, "--no-migrate", "--data", data.toString());
        assertThat(refused.code).isEqualTo(2);
        assertThat(refused.said)
                .contains("elchi: the database's schemas are older than this release", "Run elchi migrate first")
                .doesNotContain("Exception");
        assertThat(run("migrate", settings)).satisfies(done -> {
            assertThat(done.said).containsPattern("\\d\\d migrations are done");
            assertThat(done.code).isZero();
        });
        assertThat(run("migrate", settings)).satisfies(again -> {
            assertThat(again.said).contains("nothing to do: the schemas are up to date");
            assertThat(again.code).isZero();
        });
        try (Product second = new Product(data, settings).options("--no-migrate")) {
            second.start();
            assertThat(second.isReady()).isTrue();
        }
    }

    @Test
    void serversStartOnWhatALaterReleaseHasMigrated() throws Exception {
        execute(LATER);
        Path data = Files.createDirectory(folder.resolve("second"));
        try (Product second =
                new Product(data, first.sharedDatabase()).roles("gateway").options("--no-migrate")) {
            second.start();
            assertThat(second.isReady()).isTrue();
        }
        assertThat(run("migrate", first.sharedDatabase()).said).contains("nothing to do");
        // The one with the embedded PostgreSQL, which migrates by itself.
        first.kill();
        first.start();
        assertThat(first.isReady()).isTrue();
    }
}
