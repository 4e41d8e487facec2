package io.elchi.server.db;

import io.elchi.server.core.Actor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import tools.jackson.databind.json.JsonMapper;

/// Says to PostgreSQL who asks, as `elchi.actor`, for as long as a connection is borrowed by a request of a known
/// caller. Triggers write it into the audit. Other borrowers, and the message path among them, get the connection
/// as it is.
final class ActorDataSource extends DelegatingDataSource {
    private static final Logger LOG = LoggerFactory.getLogger(ActorDataSource.class);
    private static final String SET = "SELECT set_config('elchi.actor', ?, false)";

    ActorDataSource(DataSource pool) {
        super(pool);
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        if (!Actor.CURRENT.isBound()) {
            return connection;
        }
        try {
            set(connection, json(Actor.CURRENT.get()));
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, new Borrowed(connection));
    }

    private static String json(Actor actor) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("kind", actor.credential().kind().text());
        fields.put("account_id", actor.accountId());
        fields.put(actor.credential().kind().field(), actor.credential().id());
        if (actor.certificate() != null) {
            fields.put("certificate", actor.certificate());
        }
        if (actor.session() != null) {
            fields.put("session", actor.session());
        }
        fields.put("address", actor.address().getHostAddress());
        fields.put("correlation_id", actor.correlationId());
        if (actor.reason() != null) {
            fields.put("reason", actor.reason());
        }
        if (actor.approvedBy() != 0) {
            fields.put("approved_by", actor.approvedBy());
        }
        return JsonMapper.shared().writeValueAsString(fields);
    }

    private static void set(Connection connection, String actor) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SET)) {
            statement.setString(1, actor);
            statement.execute();
        }
    }

    /// Takes the name away before the connection goes back.
    private record Borrowed(Connection connection) implements InvocationHandler {
        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            if (method.getName().equals("close") && !connection.isClosed()) {
                forget();
            }
            try {
                return method.invoke(connection, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }

        /// A connection whose next borrower would act in this one's name must not be used again: the pool finds it
        /// closed.
        private void forget() throws SQLException {
            try {
                if (!connection.getAutoCommit()) {
                    connection.rollback();
                    connection.setAutoCommit(true);
                }
                set(connection, "");
            } catch (SQLException e) {
                LOG.debug("a connection is ended, since it cannot forget who had it", e);
                connection.abort(Runnable::run);
            }
        }
    }
}
