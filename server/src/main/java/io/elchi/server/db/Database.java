package io.elchi.server.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.elchi.server.observe.Health;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;

/// One PostgreSQL database: its pool, its transactions, its notifications.
public final class Database implements AutoCloseable {
    private static final Duration SOCKET_GRACE = Duration.ofSeconds(10);

    private final Access access;
    private final HikariDataSource pool;
    private final JdbcClient jdbc;
    private final PgTransactions transactions;
    private final Notifications notifications;

    /// How to reach it.
    ///
    /// @param url of JDBC, without credentials
    public record Access(String url, String user, io.elchi.server.core.Secret password) {}

    /// Opens the pool; connections are made when they are needed.
    public Database(Access access, DbProperties properties) {
        this.access = access;
        pool = new HikariDataSource(pool(access, properties));
        jdbc = JdbcClient.create(pool);
        transactions = new PgTransactions(pool);
        notifications = new Notifications(this::dedicated);
    }

    private static HikariConfig pool(Access access, DbProperties properties) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("elchi");
        config.setJdbcUrl(access.url());
        config.setUsername(access.user());
        config.setPassword(access.password().reveal());
        config.setMaximumPoolSize(properties.poolSize());
        config.setMinimumIdle(Math.min(4, properties.poolSize()));
        config.setConnectionTimeout(properties.poolWait().toMillis());
        config.setInitializationFailTimeout(-1);
        settings(properties).forEach((key, value) -> config.addDataSourceProperty(key.toString(), value));
        return config;
    }

    private static Properties settings(DbProperties properties) {
        Properties settings = new Properties();
        Duration statement = properties.statementTimeout();
        settings.put("ApplicationName", "elchi");
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

    /// Brings the schemas of all features to what this build needs.
    public void migrate() {
        Flyway.configure()
                .dataSource(pool)
                .schemas("elchi")
                .locations("classpath:db/migration")
                .validateMigrationNaming(true)
                .load()
                .migrate();
    }

    public JdbcClient jdbc() {
        return jdbc;
    }

    public Transactions transactions() {
        return transactions;
    }

    public Notifications notifications() {
        return notifications;
    }

    public DataSource dataSource() {
        return pool;
    }

    /// A connection outside the pool, for what holds one for long.
    Connection dedicated() throws SQLException {
        Properties settings = new Properties();
        settings.put("user", access.user());
        settings.put("password", access.password().reveal());
        settings.put("ApplicationName", "elchi-listen");
        settings.put("tcpKeepAlive", "true");
        settings.put("connectTimeout", "5");
        return DriverManager.getConnection(access.url(), settings);
    }

    /// Shows the pool in the metrics, and the server in the readiness.
    public void observe(Metrics metrics, Health health) {
        HikariPoolMXBean state = pool.getHikariPoolMXBean();
        metrics.gauge(Metric.DB_CONNECTIONS, state::getActiveConnections, "active");
        metrics.gauge(Metric.DB_CONNECTIONS, state::getIdleConnections, "idle");
        metrics.gauge(Metric.DB_WAITING, state::getThreadsAwaitingConnection);
        health.ready(
                "database",
                () -> notifications.listening()
                        ? Health.Status.up("connected")
                        : Health.Status.down("no connection to PostgreSQL"));
    }

    @Override
    public void close() {
        notifications.close();
        pool.close();
    }
}
