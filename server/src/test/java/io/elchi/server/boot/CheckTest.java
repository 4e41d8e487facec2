package io.elchi.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.db.TestDatabase;
import io.elchi.server.http.TestCertificates;
import io.elchi.testkit.peers.FreePort;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// `elchi check`
class CheckTest {
    @AutoClose
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    @TempDir
    private Path folder;

    /// The lines, and at the end the exit code.
    private static List<String> check(Map<String, String> settings, String... more) {
        List<String> arguments = new ArrayList<>(List.of("check"));
        Map<String, String> all = new HashMap<>(Map.of("http.port", "0", "http.management_port", "0"));
        all.putAll(settings);
        all.forEach((name, value) -> arguments.addAll(List.of("--set", name + "=" + value)));
        arguments.addAll(List.of(more));
        StringWriter out = new StringWriter();
        CommandLine line = Main.commandLine(arguments.toArray(String[]::new))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true));
        int code = line.execute(arguments.toArray(String[]::new));
        List<String> lines = new ArrayList<>(out.toString().lines().toList());
        lines.add("exit " + code);
        return lines;
    }

    private static Map<String, String> with(String... settings) {
        Map<String, String> all = new HashMap<>(DATABASE.settings());
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return all;
    }

    @Test
    void allIsWell() {
        List<String> lines = check(with());
        assertThat(lines).hasSize(9).last().isEqualTo("exit 0");
        assertThat(lines.subList(0, 8)).allMatch(line -> line.startsWith("ok "));
        assertThat(lines).anyMatch(line -> line.matches("ok +schemas: up to date"));
        assertThat(lines).anyMatch(line -> line.matches("ok +content.key: fits the database"));
    }

    @Test
    void wrongSettingsAreNamed() {
        assertThat(check(with("http.port", "99999", "http.prot", "1")))
                .hasSize(2)
                .last()
                .isEqualTo("exit 1");
        assertThat(check(with("http.port", "99999", "http.prot", "1")).getFirst())
                .contains("FAILED", "http.port", "http.prot");
    }

    @Test
    void aPortOfAnotherProcessIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertThat(check(with("http.port", port)))
                    .anyMatch(line -> line.startsWith("FAILED") && line.contains("http.port: 127.0.0.1:" + port))
                    .last()
                    .isEqualTo("exit 1");
        }
        String free = Integer.toString(FreePort.find());
        assertThat(check(with("http.port", free, "http.management_port", free)))
                .as("both have the same")
                .anyMatch(line -> line.startsWith("FAILED") && line.contains("http.management_port"));
    }

    @Test
    void theSmppServersPortsAndCertificateAreChecked() throws Exception {
        TestCertificates.Made made = new TestCertificates(folder).make("smpp", "EC", 10);
        Map<String, String> settings = with(
                "smpp_server.enabled", "true",
                "smpp_server.port", "0",
                "smpp_server.tls_port", "0",
                "smpp_server.tls_certificate", made.certificate().toString(),
                "smpp_server.tls_key", made.key().toString());
        assertThat(check(settings))
                .anyMatch(line -> line.matches("ok +smpp_server.port: .*a free port"))
                .anyMatch(line -> line.matches("ok +smpp_server.tls_port: .*a free port"))
                .anyMatch(line -> line.matches("ok +smpp_server.tls_certificate: .*"))
                .last()
                .isEqualTo("exit 0");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            settings.put("smpp_server.port", Integer.toString(taken.getLocalPort()));
            settings.put("smpp_server.tls_key", folder.resolve("none").toString());
            assertThat(check(settings))
                    .anyMatch(line -> line.matches("FAILED +smpp_server.port: .*"))
                    .anyMatch(line -> line.matches("FAILED +smpp_server.tls_certificate: tls_key: cannot read .*"))
                    .last()
                    .isEqualTo("exit 1");
        }
    }

    @Test
    void rolesThatCannotWorkApartAreNamed() {
        assertThat(check(with(), "--roles", "tracking"))
                .anyMatch(line -> line.startsWith("FAILED") && line.contains("smpp-client"))
                .last()
                .isEqualTo("exit 1");
        assertThat(check(with(), "--roles", "gateway")).last().isEqualTo("exit 0");
    }

    @Test
    void aDatabaseThatIsAwayOrOldIsNamed() throws Exception {
        assertThat(check(with("database.url", "jdbc:postgresql://127.0.0.1:1/elchi")))
                .anyMatch(line -> line.startsWith("FAILED") && line.contains("database: it is not reachable"));
        try (TestDatabase old = TestDatabase.fresh()) {
            old.execute("DELETE FROM elchi.flyway_schema_history WHERE version IN ('150', '151')");
            assertThat(check(old.settings(), "--no-migrate"))
                    .anyMatch(line -> line.startsWith("FAILED") && line.contains("2 migrations are missing"))
                    .last()
                    .isEqualTo("exit 1");
            assertThat(check(old.settings()))
                    .anyMatch(line -> line.startsWith("ok") && line.contains("2 migrations are missing"))
                    .last()
                    .isEqualTo("exit 0");
        }
    }

    @Test
    void aCertificateIsReadAndItsEndIsSaid() throws Exception {
        TestCertificates.Made made = new TestCertificates(folder).make("server", "EC", 10);
        Map<String, String> settings = with(
                "http.tls_certificate",
                made.certificate().toString(),
                "http.tls_key",
                made.key().toString());
        assertThat(check(settings))
                .anyMatch(line -> line.startsWith("warning") && line.contains("expires at"))
                .last()
                .isEqualTo("exit 0");
        Files.writeString(made.key(), "no key");
        assertThat(check(settings))
                .anyMatch(line -> line.startsWith("FAILED") && line.contains("http.tls_key"))
                .last()
                .isEqualTo("exit 1");
    }

    @Test
    void ofTheEmbeddedDatabaseOnlyTheFolderIsLookedAt() throws Exception {
        Path data = folder.resolve("data");
        assertThat(check(Map.of("database.data_folder", data.toString())))
                .anyMatch(line -> line.startsWith("ok") && line.contains("the start makes it in " + data))
                .last()
                .isEqualTo("exit 0");
        assertThat(data).as("it changes nothing").doesNotExist();
        Files.createDirectories(data.resolve("postgresql"));
        assertThat(check(Map.of("database.data_folder", data.toString())))
                .anyMatch(line -> line.startsWith("FAILED") && line.contains("PG_VERSION"));
        try (FileChannel channel = FileChannel.open(
                        data.resolve("elchi.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = channel.lock()) {
            assertThat(check(Map.of("database.data_folder", data.toString())))
                    .anyMatch(line -> line.startsWith("FAILED") && line.contains("in use by another Elchi"))
                    .last()
                    .isEqualTo("exit 1");
        }
    }
}
