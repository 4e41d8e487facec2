package io.elchi.server.db;

import io.elchi.server.core.Secret;
import io.elchi.server.db.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// A database of its own for a test class, on the one PostgreSQL of the test JVM: a copy of a migrated one, made
/// in a moment.
///
/// ```java
/// @AutoClose
/// private static final TestDatabase DATABASE = TestDatabase.fresh();
/// ```
public final class TestDatabase implements AutoCloseable {
    private static final int DROPS = 12;
    private static final String CONTENT_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final String TEMPLATE = "elchi_template";
    private static final AtomicInteger COUNT = new AtomicInteger();

    /// The one PostgreSQL; started when it is first asked for, stopped with the JVM. Its folder stays, so that the
    /// next run starts quickly.
    private static final class Shared {
        private static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres server = EmbeddedPostgres.start(
                        Path.of("target", "test-postgres" + System.getProperty("elchi.fork", "")), 0, 128);
                Runtime.getRuntime()
                        .addShutdownHook(
                                Thread.ofPlatform().name("test-postgres-stop").unstarted(server::close));
                for (String left : databases(server)) {
                    drop(server, left);
                }
                admin(server, "CREATE DATABASE " + TEMPLATE);
                try (Database template = Database.open(properties(server, TEMPLATE))) {
                    template.migrate();
                }
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final String name;
    private final Database database;

    private TestDatabase(String name, Database database) {
        this.name = name;
        this.database = database;
    }

    /// A database with every feature's tables, and nothing in them.
    public static TestDatabase fresh() {
        EmbeddedPostgres server = Shared.SERVER;
        String name = "test_" + COUNT.incrementAndGet();
        admin(server, "CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE);
        try {
            return new TestDatabase(name, Database.open(properties(server, name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DbProperties properties(EmbeddedPostgres server, String name) {
        return new DbProperties(
                url(server, name),
                server.user(),
                server.password(),
                8,
                2,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(1),
                Duration.ofSeconds(60),
                Path.of("unused"),
                0,
                16);
    }

    private static String url(EmbeddedPostgres server, String name) {
        return server.url().replaceFirst("/postgres$", "/" + name);
    }

    private static List<String> databases(EmbeddedPostgres server) {
        try (Connection connection = connect(server, "postgres");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT datname FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres'")) {
            List<String> names = new ArrayList<>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void admin(EmbeddedPostgres server, String sql) {
        try (Connection connection = connect(server, "postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private static Connection connect(EmbeddedPostgres server, String name) throws SQLException {
        return DriverManager.getConnection(
                url(server, name), server.user(), server.password().reveal());
    }

    /// The same database as another process sees it; whoever asks for it closes it.
    public Database another() {
        try {
            return Database.open(properties(Shared.SERVER, name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Database database() {
        return database;
    }

    /// A connection outside the pool, as another process would have it.
    public Connection connect() throws SQLException {
        return connect(Shared.SERVER, name);
    }

    /// Runs a statement in a connection of its own.
    public void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// What a server is told so that it uses this database.
    public Map<String, String> settings() {
        Secret password = Shared.SERVER.password();
        return Map.of(
                "database.url",
                url(Shared.SERVER, name),
                "database.user",
                Shared.SERVER.user(),
                "database.password",
                password.reveal(),
                "content.key",
                CONTENT_KEY);
    }

    @Override
    public void close() {
        database.close();
        drop(Shared.SERVER, name);
    }

    /// FORCE may not end a vacuum of the superuser; without it PostgreSQL asks the vacuum to end, and waits for five
    /// seconds.
    private static void drop(EmbeddedPostgres server, String name) {
        IllegalStateException last = null;
        for (int i = 0; i < DROPS; i++) {
            try {
                admin(server, "DROP DATABASE \"" + name + "\"" + (i % 2 == 0 ? " WITH (FORCE)" : ""));
                return;
            } catch (IllegalStateException e) {
                last = e;
            }
        }
        throw last;
    }
}
