package io.elchi.server.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.elchi.server.core.Secret;
import io.elchi.server.db.embedded.EmbeddedPostgres;
import io.elchi.server.observe.Health;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// One PostgreSQL database: its pool, its transactions, its notifications.
public final class Database implements AutoCloseable {
    private static final int MIN_IDLE = 4;
    private static final Duration SOCKET_GRACE = Duration.ofSeconds(10);
    private static final Duration LISTEN_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration STALL_TIMEOUT = Duration.ofSeconds(2);

    private final UUID processId = UUID.randomUUID();
    private final Confirmation confirmation = new Confirmation();
    private final Access access;
    /// null: it is somebody else's.
    private final EmbeddedPostgres embedded;
    private final HikariDataSource pool;
    private final HikariDataSource readPool;
    private final JdbcClient jdbc;
    private final DataSource readSource;
    private final JdbcClient reads;
    private final PgTransactions transactions;
    private final Notifications notifications;
    private final StallWatch stalls;
    private final Duration maxSnapshotAge;

    /// The connection settings.
    ///
    /// @param url of JDBC, without credentials
    private record Access(String url, String user, Secret password) {}

    private Database(Access access, DbProperties properties, EmbeddedPostgres embedded) {
        this.access = access;
        this.embedded = embedded;
        maxSnapshotAge = properties.maxSnapshotAge();
        pool = new HikariDataSource(pool("elchi", properties.poolSize(), properties, applicationName("pool")));
        readPool = new HikariDataSource(
                pool("elchi-reads", properties.readPoolSize(), properties, applicationName("reads")));
        DataSource named = new ActorDataSource(pool);
        jdbc = JdbcClient.create(named);
        readSource = new ActorDataSource(readPool);
        reads = JdbcClient.create(readSource);
        transactions = new PgTransactions(named, confirmation);
        stalls = new StallWatch(properties.stallAfter(), () -> dedicated("stalls", STALL_TIMEOUT), this::poolState);
        notifications = new Notifications(
                () -> dedicated("listen", LISTEN_TIMEOUT),
                new SnapshotLoader(pool::getConnection, () -> dedicated("snapshot", Duration.ZERO)),
                System::nanoTime);
    }

    /// Opens the configured database, or starts the embedded one and opens that. Connections are made when they
    /// are needed.
    ///
    /// @throws IOException when the embedded one cannot be started; says why
    public static Database open(DbProperties properties) throws IOException {
        if (!properties.url().isEmpty()) {
            return new Database(
                    new Access(properties.url(), properties.user(), properties.password()), properties, null);
        }
        EmbeddedPostgres embedded = EmbeddedPostgres.start(
                properties.dataFolder(), properties.embeddedPort(), properties.embeddedBuffersMib());
        return new Database(new Access(embedded.url(), embedded.user(), embedded.password()), properties, embedded);
    }

    /// Checks whether the embedded database could be started, without starting it.
    ///
    /// @return what would be started
    /// @throws IOException with a sentence for the user, when the folder is in use or cannot be used
    public static String checkEmbedded(DbProperties properties) throws IOException {
        return EmbeddedPostgres.check(properties.dataFolder(), properties.embeddedPort());
    }

    /// Sets a new password for the embedded database of a server that is stopped.
    ///
    /// @return the file that has the password
    /// @throws IOException with a sentence for the user, when the folder is in use or has no database
    public static Path newEmbeddedPassword(DbProperties properties) throws IOException {
        return EmbeddedPostgres.newPassword(properties.dataFolder());
    }

    private HikariConfig pool(String name, int size, DbProperties properties, String applicationName) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(source(access, properties, applicationName));
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(Math.min(MIN_IDLE, size / 4));
        config.setConnectionTimeout(properties.poolTimeout().toMillis());
        config.setInitializationFailTimeout(-1);
        return config;
    }

    private DataSource source(Access access, DbProperties properties, String name) {
        // Less than the timeout of the pool: a thread that times out gets the reason.
        RetryingDataSource source =
                new RetryingDataSource(properties.poolTimeout().dividedBy(2), confirmation::doubt);
        source.setUrl(access.url());
        source.setUser(access.user());
        source.setPassword(access.password().reveal());
        set(source, "ApplicationName", name);
        settings(properties).forEach((key, value) -> set(source, key.toString(), value.toString()));
        return source;
    }

    private static void set(RetryingDataSource source, String key, String value) {
        try {
            source.setProperty(key, value);
        } catch (SQLException e) {
            throw new IllegalArgumentException("PostgreSQL's driver does not know " + key, e);
        }
    }

    private static Properties settings(DbProperties properties) {
        Properties settings = new Properties();
        Duration statement = properties.statementTimeout();
        // What a server says of a row that it refuses has the row in it: content, numbers, one-time passwords.
        settings.put("logServerErrorDetail", "false");
        settings.put("tcpKeepAlive", "true");
        settings.put("connectTimeout", "5");
        // A server that stands still must not hold a thread for ever; its own timeout comes first.
        settings.put("socketTimeout", Long.toString(statement.plus(SOCKET_GRACE).toSeconds()));
        // A snapshot that is held keeps every old version of the hot balances.
        settings.put(
                "options",
                "-c statement_timeout=" + statement.toMillis() + " -c idle_in_transaction_session_timeout="
                        + statement.toMillis() + " -c TimeZone=UTC");
        return settings;
    }

    /// Brings the schemas of all features to what this build needs. A migration that does not get the lock of a
    /// busy table is repeated a few times.
    ///
    /// @return how many migrations the last attempt did; 0: none was missing
    public int migrate() {
        return new Migrations(pool).run();
    }

    /// Migrations that this build needs and the database does not have, in their order, whatever the database has
    /// beside them. A database of a later build may have more.
    public List<String> missingMigrations() {
        return new Migrations(pool).missing();
    }

    public JdbcClient jdbc() {
        return jdbc;
    }

    /// For requests that look at something, or repeat what was done, over connections of their own: however many
    /// of them wait, a message does not.
    public JdbcClient reads() {
        return reads;
    }

    /// The connections of [#reads], for a library that takes them itself.
    public DataSource readSource() {
        return readSource;
    }

    /// Runs one statement that handles a dead letter for a person: the audit has an entry for each of its rows.
    ///
    /// @return the number of rows
    public int handle(String sql, Object... values) {
        return transactions.run(tx -> {
            try (PreparedStatement mark =
                            tx.connection().prepareStatement("SELECT set_config('elchi.handled', '1', true)");
                    PreparedStatement statement = tx.connection().prepareStatement(sql)) {
                mark.execute();
                for (int i = 0; i < values.length; i++) {
                    statement.setObject(i + 1, values[i]);
                }
                return statement.executeUpdate();
            }
        });
    }

    public Transactions transactions() {
        return transactions;
    }

    /// Transactions of the message path: one that stalls is logged with what it waits for.
    ///
    /// @param use names them in the log and in the metric
    public Transactions watchedTransactions(String use) {
        return stalls.watched(use, transactions);
    }

    private String poolState() {
        HikariPoolMXBean state = pool.getHikariPoolMXBean();
        return state.getActiveConnections() + " are in use, " + state.getThreadsAwaitingConnection() + " threads wait";
    }

    public Notifications notifications() {
        return notifications;
    }

    public DataSource dataSource() {
        return pool;
    }

    /// This process, to the others on the same database; another one at each start.
    public UUID processId() {
        return processId;
    }

    /// Whether the database is this server's own: no other machine reaches it.
    public boolean isEmbedded() {
        return embedded != null;
    }

    /// As `pg_stat_activity` shows it: `elchi:`, the process, and what the connection is for.
    private String applicationName(String use) {
        return "elchi:" + processId + "/" + use;
    }

    /// A connection outside the pool, for work that holds one for long or must not wait for one.
    ///
    /// @param use the end of its application name
    /// @param socketTimeout how long one answer of the server may take; zero: without limit
    public Connection dedicated(String use, Duration socketTimeout) throws SQLException {
        Properties settings = new Properties();
        settings.put("user", access.user());
        settings.put("password", access.password().reveal());
        settings.put("ApplicationName", applicationName(use));
        settings.put("socketTimeout", Long.toString(socketTimeout.toSeconds()));
        settings.put("tcpKeepAlive", "true");
        settings.put("connectTimeout", "5");
        return DriverManager.getConnection(access.url(), settings);
    }

    /// A connection outside the pool that hears notifications.
    ///
    /// @param use the end of its application name
    /// @param socketTimeout how long one answer of the server may take
    public Channels channels(String use, Duration socketTimeout) throws SQLException {
        return new Channels(dedicated(use, socketTimeout));
    }

    /// Transactions over connections outside the pool, each as long as it takes: for work that reads for minutes.
    public Transactions longTransactions(String use) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(access.url());
        source.setUser(access.user());
        source.setPassword(access.password().reveal());
        source.setApplicationName(applicationName(use));
        source.setTcpKeepAlive(true);
        source.setConnectTimeout(5);
        source.setLogServerErrorDetail(false);
        return new PgTransactions(source, confirmation);
    }

    /// Shows the pool in the metrics, and the server in the readiness.
    public void observe(Metrics metrics, Health health) {
        observe(metrics, "messages", pool.getHikariPoolMXBean());
        observe(metrics, "reads", readPool.getHikariPoolMXBean());
        stalls.start(metrics);
        health.watch("notifications", notifications::isAlive);
        health.ready(
                "database",
                () -> notifications.listening()
                        ? Health.Status.up("connected")
                        : Health.Status.down("no connection to PostgreSQL"));
        for (Topic topic : notifications.topics()) {
            metrics.gauge(Metric.SNAPSHOT_AGE, () -> topic.age().toMillis() / 1e3, topic.name());
        }
        notifications.loader().observe(metrics);
        health.ready("snapshots", this::snapshots);
    }

    private Health.Status snapshots() {
        List<String> failing = notifications.failing();
        if (!failing.isEmpty()) {
            return Health.Status.degraded("not up to date: " + String.join(", ", failing));
        }
        List<String> old = notifications.topics().stream()
                .filter(topic -> topic.age().compareTo(maxSnapshotAge) > 0)
                .map(Topic::name)
                .sorted()
                .toList();
        return old.isEmpty()
                ? Health.Status.up("up to date")
                : Health.Status.degraded("perhaps not up to date: " + String.join(", ", old));
    }

    private static void observe(Metrics metrics, String name, HikariPoolMXBean state) {
        metrics.gauge(Metric.DB_CONNECTIONS, state::getActiveConnections, name, "active");
        metrics.gauge(Metric.DB_CONNECTIONS, state::getIdleConnections, name, "idle");
        metrics.gauge(Metric.DB_WAITING, state::getThreadsAwaitingConnection, name);
    }

    @Override
    public void close() {
        stalls.close();
        notifications.close();
        readPool.close();
        pool.close();
        if (embedded != null) {
            embedded.close();
        }
    }
}
