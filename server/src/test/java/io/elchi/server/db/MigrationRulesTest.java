package io.elchi.server.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `migrations.sha256` is the record of the migrations that databases may have: its lines are those of
/// `sha256sum`.
class MigrationRulesTest {
    private static final Path SERVER = Path.of(System.getProperty("elchi.root"), "server");
    private static final String FILE = "billing/V100__vouchers.sql";

    private static Map<String, byte[]> files() throws IOException {
        Path folder = SERVER.resolve("src/main/resources/db/migration");
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path file : paths.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }

    private static Map<String, String> record() throws IOException {
        Map<String, String> record = new TreeMap<>();
        for (String line : Files.readAllLines(SERVER.resolve("src/test/resources/migrations.sha256"))) {
            String[] parts = line.split(" {2}");
            record.put(parts[1], parts[0]);
        }
        return record;
    }

    @Test
    void everyMigrationIsAsItWasRecorded() throws IOException {
        assertThat(MigrationRules.recorded(record(), files())).isEmpty();
    }

    @Test
    void aServerOfTheReleaseBeforeWorksAfterEachOfThem() throws IOException {
        files().forEach((path, octets) ->
                assertThat(MigrationRules.expands(path, new String(octets))).isEmpty());
    }

    @Test
    void aChangedARemovedAndANewFileAreNamed() throws IOException {
        Map<String, byte[]> files = files();
        files.remove("billing/V060__billing.sql");
        files.computeIfPresent("cluster/V005__cluster.sql", (_, octets) -> (new String(octets) + "\n").getBytes());
        files.put(FILE, "CREATE TABLE billing.vouchers (id BIGINT);".getBytes());
        assertThat(MigrationRules.recorded(record(), files))
                .satisfiesExactly(
                        fault -> assertThat(fault).startsWith("billing/V060__billing.sql is missing"),
                        fault -> assertThat(fault)
                                .startsWith(FILE + " is not recorded")
                                .contains("  " + FILE + "\""),
                        fault -> assertThat(fault).startsWith("cluster/V005__cluster.sql differs"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ALTER TABLE a.b DROP COLUMN c | drops",
                "DROP INDEX a.b_c | drops",
                "ALTER TABLE a.b RENAME COLUMN c TO d | renames",
                "ALTER TABLE a.b ALTER COLUMN c TYPE BIGINT | type",
                "ALTER TABLE a.b ALTER c SET DATA TYPE BIGINT USING c::bigint | type",
                "ALTER TABLE a.b ALTER COLUMN c SET NOT NULL | refuses NULL",
                "ALTER TABLE a.b ADD COLUMN c INT, ADD COLUMN d NUMERIC(18,6) NOT NULL | no DEFAULT",
                "ALTER TABLE a.b ADD c INT NOT NULL CHECK (c IN (1, 2)) | no DEFAULT",
                "ALTER TABLE a.b ADD CONSTRAINT c CHECK (d > 0) | condition",
                "CREATE UNIQUE INDEX b_c ON a.b (c) | unique",
                "TRUNCATE a.b | empties"
            })
    void whatTheReleaseBeforeCannotBearIsAFault(String sql, String fault) {
        assertThat(MigrationRules.expands(FILE, "-- Why.\n" + sql + ";\n"))
                .singleElement()
                .asString()
                .startsWith(FILE)
                .contains(fault);
        assertThat(MigrationRules.expands(FILE, "-- contract: nothing reads it since the release before\n" + sql + ";"))
                .isEmpty();
    }

    @Test
    void whatOnlyExpandsIsNone() {
        String sql = """
                -- We do not DROP anything.
                CREATE TABLE a.d (id BIGINT PRIMARY KEY, name TEXT NOT NULL);
                CREATE UNIQUE INDEX d_name ON a.d (name);
                ALTER TABLE a.d ADD CHECK (length(name) > 0);
                ALTER TABLE a.b ADD COLUMN c INT, ADD COLUMN e NUMERIC(18,6) NOT NULL DEFAULT 0;
                CREATE INDEX b_c ON a.b (c) WHERE c IS NOT NULL;
                INSERT INTO a.d (id, name) VALUES (1, 'do not RENAME; or DROP it');
                """;
        assertThat(MigrationRules.expands(FILE, sql)).isEmpty();
    }

    @Test
    void aFileWithoutAVersionIsAFault() {
        assertThat(MigrationRules.expands("billing/vouchers.sql", "")).hasSize(1);
    }
}
