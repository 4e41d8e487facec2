package io.elchi.server.db.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// One folder for all of them: making a cluster takes longer than everything else.
class EmbeddedPostgresTest {
    private static final int BUFFERS = 32;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    /// A test that fails must not leave one running.
    @AfterAll
    static void stop() throws IOException {
        PostmasterFile left = PostmasterFile.read(folder.resolve("postgresql"));
        if (left != null && left.alive()) {
            EmbeddedPostgres.start(folder, 0, BUFFERS).close();
        }
    }

    private static EmbeddedPostgres start() throws IOException {
        return EmbeddedPostgres.start(folder, 0, BUFFERS);
    }

    private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        return DriverManager.getConnection(
                postgres.url(), postgres.user(), postgres.password().reveal());
    }

    private static String ask(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "fsync,on",
        "synchronous_commit,on",
        "full_page_writes,on",
        "data_checksums,on",
        "server_encoding,UTF8",
        "log_timezone,UTC",
        "listen_addresses,127.0.0.1",
        "password_encryption,scram-sha-256"
    })
    void everythingIsDurableAndNothingOpen(String setting, String value) throws IOException, SQLException {
        try (EmbeddedPostgres postgres = start()) {
            assertThat(ask(postgres, "SHOW " + setting)).isEqualTo(value);
        }
    }

    @Test
    void thePasswordIsItsOwnersAloneAndNeeded() throws IOException {
        try (EmbeddedPostgres postgres = start()) {
            Path file = folder.resolve("postgresql.password");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(postgres.password().reveal()).hasSize(48);
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.url(), postgres.user(), "wrong"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
    }

    /// A backup was restored without the file.
    @Test
    void aClusterWithoutItsPasswordIsKeptAndTheStartSaysHowToSetOne() throws IOException, SQLException {
        try (EmbeddedPostgres postgres = start()) {
            execute(postgres, "DROP TABLE IF EXISTS precious");
            execute(postgres, "CREATE TABLE precious AS SELECT 42 AS n");
        }
        Path file = folder.resolve("postgresql.password");
        Files.delete(file);
        assertThatThrownBy(EmbeddedPostgresTest::start)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Nothing was changed")
                .hasMessageContaining("./elchi database-password --data " + folder);
        assertThat(file).doesNotExist();

        assertThat(EmbeddedPostgres.newPassword(folder)).isEqualTo(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (EmbeddedPostgres postgres = start()) {
            assertThat(ask(postgres, "SELECT n FROM precious")).isEqualTo("42");
        }
    }

    @Test
    void aFolderThatIsNoClusterIsLeftAlone(@TempDir Path other) throws IOException {
        Path precious = Files.createDirectory(other.resolve("postgresql")).resolve("base");
        Files.writeString(precious, "42");
        assertThatThrownBy(() -> EmbeddedPostgres.start(other, 0, BUFFERS))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not a PostgreSQL cluster");
        assertThat(precious).hasContent("42");
    }

    @Test
    void theServersRoleIsNotASuperuserAndNoOtherRoleCanLogIn() throws IOException, SQLException {
        try (EmbeddedPostgres postgres = start()) {
            assertThat(ask(postgres, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
                    .isEqualTo("f");
            assertThatThrownBy(() -> ask(postgres, "SELECT pg_read_file('/etc/passwd')"))
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> DriverManager.getConnection(
                            postgres.url(), "postgres", postgres.password().reveal()))
                    .hasMessageContaining("no pg_hba.conf entry");
        }
    }

    @Test
    void itsLogIsItsOwnersAlone() throws IOException {
        try (EmbeddedPostgres _ = start()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("postgresql.log"))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void asRootItsProcessHasAnotherUser() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root has a user to leave");
        Path open = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "dropped-");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(open, 0, BUFFERS)) {
            assertThat(Files.getAttribute(Path.of("/proc", Long.toString(postgres.pid())), "unix:uid"))
                    .isEqualTo(65_534);
        }
    }

    @Test
    void dataStaysOverAStop() throws IOException, SQLException {
        try (EmbeddedPostgres postgres = start()) {
            execute(postgres, "DROP TABLE IF EXISTS stays");
            execute(postgres, "CREATE TABLE stays AS SELECT 42 AS n");
        }
        assertThat(PostmasterFile.read(folder.resolve("postgresql"))).isNull();
        try (EmbeddedPostgres postgres = start()) {
            assertThat(ask(postgres, "SELECT n FROM stays")).isEqualTo("42");
        }
    }

    @Test
    void aSecondOneOnTheSameFolderIsRefusedAndHarmsNothing() throws IOException, SQLException {
        try (EmbeddedPostgres postgres = start()) {
            assertThatThrownBy(EmbeddedPostgresTest::start)
                    .isInstanceOf(IOException.class)
                    .hasMessage("the data folder " + folder + " is in use by another Elchi (process "
                            + ProcessHandle.current().pid() + "): stop it, or choose another folder with --data");
            assertThat(ask(postgres, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void aKilledPostgresIsStartedAgainWithAllThatWasCommitted() throws IOException, SQLException {
        try (EmbeddedPostgres postgres = start()) {
            execute(postgres, "DROP TABLE IF EXISTS committed");
            execute(postgres, "CREATE TABLE committed (n int)");
            for (int kill = 1; kill <= 2; kill++) {
                execute(postgres, "INSERT INTO committed VALUES (" + kill + ")");
                long killed = postgres.pid();
                ProcessHandle.of(killed).orElseThrow().destroyForcibly();
                awaitOther(postgres, killed);
                awaitAnswer(postgres, "SELECT count(*) FROM committed", Integer.toString(kill));
            }
        }
    }

    /// What a killed server's processes answer until they notice is no sign of a new one.
    private static void awaitOther(EmbeddedPostgres postgres, long killed) {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (postgres.pid() == killed) {
            assertThat(System.nanoTime())
                    .as("time until PostgreSQL is started again")
                    .isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private static void awaitAnswer(EmbeddedPostgres postgres, String sql, String answer) {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (true) {
            try {
                assertThat(ask(postgres, sql)).isEqualTo(answer);
                return;
            } catch (SQLException e) {
                if (System.nanoTime() > end) {
                    throw new AssertionError("PostgreSQL does not come back", e);
                }
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        }
    }

    /// Its server was killed, it was not.
    @Test
    void theOneThatAKilledServerLeftIsTakenOver() throws IOException, SQLException, InterruptedException {
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String[] told;
        try (BufferedReader out = server.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            while (line != null && !line.startsWith("postgres ")) {
                line = out.readLine();
            }
            assertThat(line).as("the other process started PostgreSQL").isNotNull();
            told = line.split(" ");
            assertThatThrownBy(EmbeddedPostgresTest::start).hasMessageContaining("(process " + server.pid() + ")");
        } finally {
            server.destroyForcibly();
            assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        try (EmbeddedPostgres postgres = start()) {
            assertThat(postgres.pid()).isEqualTo(Long.parseLong(told[1]));
            assertThat(postgres.url()).isEqualTo(told[2]);
            assertThat(ask(postgres, "SELECT 1")).isEqualTo("1");
        }
        assertThat(PostmasterFile.read(folder.resolve("postgresql"))).isNull();
    }

    /// A server in a process of its own, until it is killed.
    static final class Holder {
        private Holder() {}

        public static void main(String... arguments) throws IOException, InterruptedException {
            EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of(arguments[0]), 0, BUFFERS);
            System.out.println("postgres " + postgres.pid() + " " + postgres.url());
            Thread.currentThread().join();
        }
    }
}
