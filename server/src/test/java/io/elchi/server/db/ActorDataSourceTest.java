package io.elchi.server.db;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.elchi.server.core.Actor;
import io.elchi.server.core.Credential;
import java.net.InetAddress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ActorDataSourceTest {
    @AutoClose
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private static final Actor CALLER =
            new Actor(1, Credential.apiKey(2), null, InetAddress.getLoopbackAddress(), "c", "why");

    private final HikariDataSource pool = (HikariDataSource) DATABASE.database().dataSource();
    private final ActorDataSource source = new ActorDataSource(pool);

    private static String actor(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_setting('elchi.actor', true)")) {
            row.next();
            return row.getString(1);
        }
    }

    private String borrowed() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            return actor(connection);
        }
    }

    @Test
    void aConnectionKnowsItsBorrowerAndForgetsIt() throws Exception {
        assertThat(ScopedValue.where(Actor.CURRENT, CALLER).call(this::borrowed))
                .contains("\"api_key_id\":2", "\"reason\":\"why\"");
        for (int i = 0; i < 20; i++) {
            assertThat(borrowed()).isNullOrEmpty();
        }
    }

    /// The server ends the session while it is borrowed: the pool must get its place back.
    @Test
    void aConnectionThatCannotForgetIsGivenBackAndNotUsedAgain() throws Exception {
        for (int i = 0; i < pool.getMaximumPoolSize() + 2; i++) {
            ScopedValue.where(Actor.CURRENT, CALLER).call(() -> {
                Connection connection = source.getConnection();
                int process =
                        connection.unwrap(org.postgresql.PGConnection.class).getBackendPID();
                DATABASE.execute("SELECT pg_terminate_backend(" + process + ")");
                try {
                    connection.close();
                } catch (SQLException ignored) {
                    // The pool says that it is gone.
                }
                return null;
            });
        }
        assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
        assertThat(borrowed()).isNullOrEmpty();
    }
}
