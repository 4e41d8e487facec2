package io.elchi.server.exports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.core.Clock;
import io.elchi.server.core.RefusedException;
import io.elchi.server.db.Database;
import io.elchi.server.db.DayPartitions;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.messages.store.PgRefusals;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Two processes make the files of one database.
class ExportRunnerTest {
    private static final int ROWS = 4_321;
    private static final long ACCOUNT = 7;

    @AutoClose
    private final TestDatabase tables = TestDatabase.fresh();

    @AutoClose
    private final Database first = tables.another();

    @AutoClose
    private final Database second = tables.another();

    private ExportsProperties properties = new ExportsProperties(2, 3, 1_000_000, 100_000_000, Duration.ofHours(72));
    private int pages;

    @BeforeEach
    void rows() throws SQLException {
        new DayPartitions(first, Clock.SYSTEM, "messages", List.of("refusals"), DayPartitions.Key.TIME, 30).maintain();
        tables.execute("INSERT INTO messages.refusals (at, account_id, api_key_id, code, detail, sender)"
                + " SELECT now(), " + ACCOUNT + ", n, 'no_route', repeat('x', 150), '=1+' || n"
                + " FROM generate_series(1, " + ROWS + ") n");
    }

    private static ExportSources sources(Database database) {
        return new ExportSources(
                null,
                null,
                null,
                new PgRefusals(database.jdbc(), database.jdbc()),
                null,
                new ExportSources.Names(null, null));
    }

    private ExportStore store(Database database) {
        return new ExportStore(database, properties);
    }

    private ExportRunner runner(Database database, Runnable pageRead) {
        return new ExportRunner(store(database), sources(database), properties, Clock.SYSTEM, pageRead);
    }

    private Export add(ExportFormat format) {
        return new Exports(store(first), sources(first), properties)
                .add(new Export.Wish(ACCOUNT, false, ExportKind.REFUSALS, format, Map.of("code", "no_route")));
    }

    private Export now(Export export) {
        return store(first).find(export.id()).orElseThrow();
    }

    private byte[] file(Export export) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Exports exports = new Exports(store(second), sources(second), properties);
        while (all.size() < now(export).progress().octets()) {
            all.writeBytes(exports.octets(export, all.size()).orElseThrow());
        }
        assertThat(exports.octets(export, all.size())).isEmpty();
        return all.toByteArray();
    }

    private static List<String> keys(byte[] octets, ExportFormat format) throws IOException {
        List<String> keys = new ArrayList<>();
        if (format == ExportFormat.CSV) {
            new String(octets, StandardCharsets.UTF_8).lines().skip(1).forEach(line -> keys.add(line.split(",")[1]));
            return keys;
        }
        String sheet = sheet(octets);
        for (String row : sheet.split("<row ")) {
            String[] cell = row.split("<c r=\"B[0-9]+\"[^>]*>", 2);
            if (cell.length == 2 && cell[1].startsWith("<v>")) {
                keys.add(cell[1].substring(3, cell[1].indexOf("</v>")));
            }
        }
        return keys;
    }

    private static String sheet(byte[] octets) throws IOException {
        Path file = Files.createTempFile("export", ".xlsx");
        try {
            Files.write(file, octets);
            try (ZipFile zip = new ZipFile(file.toFile())) {
                InputStream sheet = zip.getInputStream(zip.getEntry("xl/worksheets/sheet1.xml"));
                return new String(sheet.readAllBytes(), StandardCharsets.UTF_8);
            }
        } finally {
            Files.delete(file);
        }
    }

    private void expireLease() {
        first.jdbc()
                .sql("UPDATE exports.jobs SET lease_until = now() - interval '1 s'")
                .update();
    }

    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @ParameterizedTest
    @EnumSource(ExportFormat.class)
    void anotherProcessGoesOnWhenOneStops(ExportFormat format) throws IOException {
        Export export = add(format);
        int[] read = {0};
        runner(first, () -> {
                    if (++read[0] == 6) {
                        throw new Stopped();
                    }
                })
                .run();
        assertThat(now(export).progress().state()).isEqualTo(ExportState.RUNNING);
        ExportRunner other = runner(second, () -> pages++);
        other.run();
        assertThat(pages).as("it still has its lease").isZero();
        expireLease();
        other.run();
        int all = (ROWS + ExportRunner.PAGE - 1) / ExportRunner.PAGE;
        assertThat(pages).isEqualTo(format == ExportFormat.CSV ? all - 3 : all);
        Export done = now(export);
        assertThat(done.progress().state()).isEqualTo(ExportState.FINISHED);
        assertThat(done.progress().complete()).isTrue();
        assertThat(done.progress().rows()).isEqualTo(ROWS);
        List<String> keys = keys(file(done), format);
        assertThat(keys).hasSize(ROWS);
        assertThat(new HashSet<>(keys)).hasSize(ROWS);
    }

    /// It was paused, and does not know that another one finished the file.
    @ParameterizedTest
    @EnumSource(ExportFormat.class)
    void aRunnerThatLostItsLeaseWritesNothing(ExportFormat format) throws IOException {
        Export export = add(format);
        int[] read = {0};
        runner(first, () -> {
                    if (++read[0] == 2) {
                        expireLease();
                        runner(second, () -> pages++).run();
                    }
                })
                .run();
        assertThat(keys(file(now(export)), format)).hasSize(ROWS);
        assertThat(now(export).progress().rows()).isEqualTo(ROWS);
    }

    @Test
    void whatIsCanceledLeavesNoOctets() {
        Export export = add(ExportFormat.CSV);
        runner(first, () -> {
                    if (++pages == 4) {
                        store(second).cancelOrDelete(export.id());
                    }
                })
                .run();
        assertThat(pages).isLessThan(7);
        assertThat(now(export).progress().state()).isEqualTo(ExportState.CANCELED);
        assertThat(store(first).chunk(export.id(), 0)).isEmpty();
        store(first).cancelOrDelete(export.id());
        assertThat(store(first).find(export.id())).isEmpty();
    }

    /// A process ends, once between two statements, and once before a chunk is stored.
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void anInterruptedRunnerHandsOverAtOnce(int page) throws Exception {
        Export export = add(ExportFormat.CSV);
        Export waiting = add(ExportFormat.CSV);
        int[] read = {0};
        ExportRunner ending = runner(first, () -> {
            if (++read[0] == page) {
                Thread.currentThread().interrupt();
            }
        });
        List<Throwable> failures = new ArrayList<>();
        boolean[] interrupted = {false};
        Thread.ofVirtual()
                .uncaughtExceptionHandler((_, failure) -> failures.add(failure))
                .start(() -> {
                    ending.run();
                    interrupted[0] = Thread.currentThread().isInterrupted();
                })
                .join();
        assertThat(failures).isEmpty();
        assertThat(interrupted[0]).as("its job sees that it ends").isTrue();
        assertThat(read[0]).isEqualTo(page);
        assertThat(epoch(waiting)).as("it took no other job").isZero();
        runner(second, () -> pages++).run();
        assertThat(epoch(export)).isEqualTo(2);
        assertThat(now(export).progress().state()).isEqualTo(ExportState.FINISHED);
        assertThat(new HashSet<>(keys(file(now(export)), ExportFormat.CSV))).hasSize(ROWS);
        assertThat(now(waiting).progress().rows()).isEqualTo(ROWS);
    }

    private int epoch(Export export) {
        return first.jdbc()
                .sql("SELECT epoch FROM exports.jobs WHERE id = ?")
                .param(export.id())
                .query(Integer.class)
                .single();
    }

    @Test
    void limitsEndAFileAndRefuseAnother() {
        properties = new ExportsProperties(2, 3, 1_200, 100_000_000, Duration.ofHours(72));
        Export export = add(ExportFormat.CSV);
        add(ExportFormat.CSV);
        assertThatThrownBy(() -> add(ExportFormat.CSV)).isInstanceOf(RefusedException.class);
        runner(first, () -> {}).run();
        assertThat(now(export).progress().rows()).isEqualTo(1_200);
        assertThat(now(export).progress().complete()).isFalse();
        add(ExportFormat.CSV);
        runner(first, () -> {}).run();
        assertThatThrownBy(() -> add(ExportFormat.CSV)).isInstanceOf(RefusedException.class);
        first.jdbc().sql("UPDATE exports.jobs SET expires_at = now()").update();
        new Exports(store(first), sources(first), properties).forget();
        assertThat(store(first).find(export.id())).isEmpty();
        assertThat(first.jdbc()
                        .sql("SELECT count(*) FROM exports.chunks")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void aJobThatEndsItsRunnersFails() {
        Export export = add(ExportFormat.CSV);
        for (int i = 0; i < 6; i++) {
            runner(first, () -> {
                        throw new Stopped();
                    })
                    .run();
            expireLease();
        }
        assertThat(now(export).progress().state()).isEqualTo(ExportState.FAILED);
        assertThat(now(export).problem()).isNotBlank();
    }

    @Test
    void noCellIsAFormula() throws IOException {
        Export csv = add(ExportFormat.CSV);
        Export workbook = add(ExportFormat.XLSX);
        runner(first, () -> {}).run();
        String text = new String(file(now(csv)), StandardCharsets.UTF_8);
        assertThat(text).contains(",'=1+1,").doesNotContain(",=1+");
        assertThat(sheet(file(now(workbook)))).contains("=1+1<").doesNotContain("<f>");
    }
}
