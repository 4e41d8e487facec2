package io.elchi.server.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A connection that dies in COMMIT while the server goes on with it.
@Timeout(60)
class CommitEndTest {
    private static final int LOCK = 4711;

    @AutoClose
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    /// Carries octets between the pool and the server, until it drops its clients.
    private static final class Wire implements AutoCloseable {
        private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final List<Socket> clients = new CopyOnWriteArrayList<>();
        private final List<Socket> servers = new CopyOnWriteArrayList<>();
        private final int port;

        Wire(int port) throws IOException {
            this.port = port;
            Thread.ofVirtual().start(this::accept);
        }

        private void accept() {
            try {
                while (true) {
                    Socket client = door.accept();
                    Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
                    clients.add(client);
                    servers.add(server);
                    Thread.ofVirtual().start(() -> carry(client, server));
                    Thread.ofVirtual().start(() -> carry(server, client));
                }
            } catch (IOException ignored) {
                // The test is over.
            }
        }

        private static void carry(Socket from, Socket to) {
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                in.transferTo(out);
            } catch (IOException ignored) {
                // One of the two is gone; the other one does not learn of it.
            }
        }

        /// The clients see their connections reset; the server sees nothing.
        void drop() throws IOException {
            for (Socket client : clients) {
                client.setSoLinger(true, 0);
                client.close();
            }
            clients.clear();
        }

        @Override
        public void close() throws IOException {
            door.close();
            drop();
            for (Socket server : servers) {
                server.close();
            }
        }
    }

    private static Database through(Wire wire, Duration poolTimeout) throws IOException {
        Map<String, String> settings = DATABASE.settings();
        URI real = URI.create(settings.get("database.url").substring("jdbc:".length()));
        return Database.open(new DbProperties(
                "jdbc:postgresql://127.0.0.1:" + wire.door.getLocalPort() + real.getPath(),
                settings.get("database.user"),
                new io.elchi.server.core.Secret(settings.get("database.password")),
                6,
                2,
                poolTimeout,
                Duration.ofSeconds(30),
                Duration.ofSeconds(1),
                Duration.ofSeconds(60),
                Path.of("unused"),
                0,
                16));
    }

    private static int serverPort() {
        return URI.create(DATABASE.settings().get("database.url").substring("jdbc:".length()))
                .getPort();
    }

    private static boolean seen(String activity) throws SQLException {
        try (Connection connection = DATABASE.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT count(*) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND " + activity)) {
            row.next();
            return row.getInt(1) > 0;
        }
    }

    private static void await(String activity) throws SQLException, InterruptedException {
        while (!seen(activity)) {
            Thread.sleep(5);
        }
    }

    @Test
    void nobodyIsToldThatACommitsEndIsUnknownWhileItIsGoingOn() throws Exception {
        DATABASE.execute("CREATE TABLE kept (id INT);"
                + " CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " PERFORM pg_advisory_xact_lock(" + LOCK + "); RETURN NULL; END $$;"
                + " CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON kept DEFERRABLE INITIALLY DEFERRED"
                + " FOR EACH ROW EXECUTE FUNCTION slow()");
        try (Wire wire = new Wire(serverPort());
                Database database = through(wire, Duration.ofSeconds(10));
                Connection holder = DATABASE.connect();
                Statement hold = holder.createStatement()) {
            hold.execute("SELECT pg_advisory_lock(" + LOCK + ")");
            CompletableFuture<Integer> keptWhenTold = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> {
                try {
                    database.transactions().run(tx -> {
                        try (Statement insert = tx.connection().createStatement()) {
                            return insert.executeUpdate("INSERT INTO kept VALUES (1)");
                        }
                    });
                    keptWhenTold.complete(-1);
                } catch (CommitUnknownException expected) {
                    keptWhenTold.complete(kept());
                } catch (RuntimeException e) {
                    keptWhenTold.completeExceptionally(e);
                }
            });
            await("query = 'COMMIT' AND state = 'active' AND wait_event_type = 'Lock'");
            wire.drop();
            await("query LIKE '%pg_stat_activity%' AND query LIKE '%commit%' AND application_name LIKE 'elchi:%/pool'");
            assertThat(keptWhenTold).as("the server still commits").isNotDone();
            assertThat(kept()).isZero();
            hold.execute("SELECT pg_advisory_unlock(" + LOCK + ")");
            assertThat(keptWhenTold.get()).isEqualTo(1);
        }
    }

    private static int kept() {
        return DATABASE.database()
                .jdbc()
                .sql("SELECT count(*) FROM kept")
                .query(Integer.class)
                .single();
    }

    @Test
    void aPoolWithoutAConnectionInTimeIsNoFaultOfTheTransaction() throws Exception {
        try (Wire wire = new Wire(serverPort());
                Database database = through(wire, Duration.ofMillis(500))) {
            CompletableFuture<Boolean> transientFailure = new CompletableFuture<>();
            List<Connection> taken = new CopyOnWriteArrayList<>();
            for (int i = 0; i < 6; i++) {
                taken.add(database.dataSource().getConnection());
            }
            Thread.ofVirtual().start(() -> {
                try {
                    database.transactions().run(_ -> null);
                    transientFailure.complete(false);
                } catch (NotCommittedException e) {
                    transientFailure.complete(e.isTransient());
                }
            });
            assertThat(transientFailure.get()).isTrue();
            for (Connection each : taken) {
                each.close();
            }
        }
    }
}
