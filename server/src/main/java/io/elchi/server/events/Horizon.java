package io.elchi.server.events;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;

/// Finds the id up to which the log is complete, though several transactions write at once and commit in any
/// order.
///
/// A writer locks the table (COPY takes ROW EXCLUSIVE) before it draws its first id, and until its end. So when
/// all writers are gone that held the lock after id X was drawn last, every id up to X is committed or was given
/// up. X is read before the locks, in a statement of its own. A transaction that does not write events holds up
/// nothing.
final class Horizon {
    private static final String LAST_ID =
            "SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM events.log_ids";
    private static final String WRITERS = "SELECT virtualtransaction FROM pg_locks WHERE locktype = 'relation'"
            + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            + " AND relation = 'events.log'::regclass AND mode = 'RowExclusiveLock'";

    private long complete;
    /// The next candidate, and the writers it waits for.
    private long candidate;
    private Set<String> before = Set.of();

    /// Looks again. Two looks may be needed while others write.
    long advance(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            long last;
            try (ResultSet row = statement.executeQuery(LAST_ID)) {
                row.next();
                last = row.getLong(1);
            }
            if (last == complete) {
                return complete;
            }
            Set<String> writers = new HashSet<>();
            try (ResultSet rows = statement.executeQuery(WRITERS)) {
                while (rows.next()) {
                    writers.add(rows.getString(1));
                }
            }
            advance(last, writers);
        }
        return complete;
    }

    private void advance(long last, Set<String> writers) {
        if (writers.isEmpty()) {
            complete = last;
            before = Set.of();
            return;
        }
        if (candidate > complete) {
            before.retainAll(writers);
            if (!before.isEmpty()) {
                return;
            }
            complete = candidate;
        }
        candidate = last;
        before = writers;
    }
}
