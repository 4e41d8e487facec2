package io.elchi.server.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/// A PostgreSQL of its own that must have a synchronous standby, and has none.
@Timeout(60)
class ReplicatedCommitTest {
    @TempDir
    private Path folder;

    private Database database;

    @BeforeEach
    void open() throws IOException {
        database = Database.open(new DbProperties(
                "",
                "",
                new Secret(""),
                8,
                2,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(1),
                Duration.ofSeconds(60),
                folder,
                0,
                16));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.dedicated("test", Duration.ZERO);
                Statement statement = connection.createStatement()) {
            statement.execute("SET synchronous_commit = local");
            statement.execute(sql);
        }
    }

    private boolean waits() throws SQLException {
        try (Connection connection = database.dedicated("test", Duration.ZERO);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT FROM pg_stat_activity WHERE wait_event = 'SyncRep'")) {
            return row.next();
        }
    }

    /// A commit waits for a standby that is not there, and its wait is cancelled: PostgreSQL says success, with a
    /// warning.
    @Test
    void aCommitThatIsNotOnTheStandbyIsNoSuccess() throws Exception {
        execute("CREATE TABLE replicated (id INT)");
        Transactions transactions = database.transactions();
        transactions.confirm();
        standby("absent");
        try {
            CompletableFuture<Object> end = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> {
                try {
                    end.complete(transactions.run(tx -> {
                        try (Statement insert = tx.connection().createStatement()) {
                            return insert.executeUpdate("INSERT INTO replicated VALUES (1)");
                        }
                    }));
                } catch (RuntimeException e) {
                    end.complete(e);
                }
            });
            cancelWait();
            assertThat(end.get()).isInstanceOf(CommitUnknownException.class);
            CompletableFuture<Object> confirmed = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> {
                try {
                    transactions.confirm();
                    confirmed.complete("safe");
                } catch (RuntimeException e) {
                    confirmed.complete(e);
                }
            });
            cancelWait();
            assertThat(confirmed.get())
                    .isInstanceOf(NotCommittedException.class)
                    .satisfies(e -> assertThat(((NotCommittedException) e).isTransient())
                            .isTrue());
        } finally {
            standby("");
        }
        transactions.confirm();
        assertThat(database.jdbc()
                        .sql("SELECT count(*) FROM replicated")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    private void standby(String names) throws IOException, InterruptedException {
        Path pid;
        try (Stream<Path> files = Files.walk(folder)) {
            pid = files.filter(file -> file.endsWith("postmaster.pid"))
                    .findFirst()
                    .orElseThrow();
        }
        Files.writeString(pid.resolveSibling("postgresql.auto.conf"), "synchronous_standby_names = '" + names + "'\n");
        new ProcessBuilder("kill", "-HUP", Files.readAllLines(pid).getFirst())
                .start()
                .waitFor();
        while (!names.equals(database.jdbc()
                .sql("SHOW synchronous_standby_names")
                .query(String.class)
                .single())) {
            Thread.sleep(5);
        }
    }

    private void cancelWait() throws SQLException, InterruptedException {
        while (!waits()) {
            Thread.sleep(5);
        }
        execute("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
        while (waits()) {
            Thread.sleep(5);
        }
    }

    /// A connection that is new may be one to a server that was restarted.
    @Test
    void aDoubtIsSettledByOneCommit() {
        Confirmation confirmation = new Confirmation();
        AtomicInteger commits = new AtomicInteger();
        DataSource counted = new DelegatingDataSource(database.dataSource()) {
            @Override
            public Connection getConnection() throws SQLException {
                commits.incrementAndGet();
                return super.getConnection();
            }
        };
        confirmation.confirm(counted);
        assertThat(commits).hasValue(0);
        confirmation.doubt();
        confirmation.confirm(counted);
        confirmation.confirm(counted);
        assertThat(commits).hasValue(1);
    }
}
