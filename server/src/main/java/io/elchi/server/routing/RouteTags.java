package io.elchi.server.routing;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.db.Tx;
import java.sql.SQLException;
import java.sql.Statement;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Limits the tags of all routes. Each transaction that writes tags checks them here.
public final class RouteTags {
    /// For people.
    public static final String TOO_MANY = "routes may have " + Route.MOST_TAGS + " different tags in all";

    private RouteTags() {}

    /// Nobody else changes routes until the transaction ends.
    static void lock(Tx tx) throws SQLException {
        try (Statement lock = tx.connection().createStatement()) {
            lock.execute("LOCK TABLE routing.routes IN SHARE ROW EXCLUSIVE MODE");
        }
    }

    /// Looks at the routes as they were written, after [#lock].
    ///
    /// @throws RefusedException when they have too many tags
    static void check(JdbcClient written) {
        long tags = written.sql("SELECT count(DISTINCT tag) FROM routing.routes")
                .query(Long.class)
                .single();
        if (tags > Route.MOST_TAGS) {
            throw Refusal.ofField(Failure.CONFLICT, "tag", TOO_MANY).exception();
        }
    }
}
