package io.elchi.server.cluster;

import io.elchi.server.db.Database;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The statements about `cluster.leases`. Only PostgreSQL's clock decides whether a lease has run out.
final class LeaseRows {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseRows.class);
    private static final String UNTIL = "clock_timestamp() + INTERVAL '6 seconds'";
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    /// A process renews its row every two seconds.
    private static final int LIVE_SECONDS = 5;
    /// The role that has the links.
    private static final String CORE = "smpp-client";

    private final Database database;

    LeaseRows(Database database) {
        this.database = database;
    }

    /// A lease as it is now.
    ///
    /// @param avoided the process that could not do what it is about, some minutes ago; null: none
    record Row(String name, int number, UUID owner, long epoch, boolean free, UUID avoided) {}

    static Row of(String name, List<Row> rows) {
        return rows.stream()
                .filter(row -> row.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no row of the lease " + name));
    }

    /// A lease is free when it ran out. On the embedded PostgreSQL, which no network lies before, it is also free
    /// when its owner has no session: a server that was killed starts again at once.
    List<Row> read(Connection on, Collection<Lease> leases) throws SQLException {
        List<Row> rows = select(on, leases);
        if (rows.size() == leases.size()) {
            return rows;
        }
        try (PreparedStatement insert = on.prepareStatement(
                "INSERT INTO cluster.leases (name) SELECT unnest(?::text[]) ON CONFLICT DO NOTHING")) {
            insert.setArray(1, names(on, leases));
            insert.executeUpdate();
        }
        return select(on, leases);
    }

    private List<Row> select(Connection on, Collection<Lease> leases) throws SQLException {
        try (PreparedStatement select =
                on.prepareStatement("SELECT name, number, owner, epoch, until < clock_timestamp() OR ? AND NOT EXISTS"
                        + " (SELECT FROM pg_stat_activity WHERE application_name LIKE 'elchi:' || owner || '/%'),"
                        + " CASE WHEN avoided_until > clock_timestamp() THEN avoided END"
                        + " FROM cluster.leases WHERE name = ANY (?)")) {
            select.setBoolean(1, database.isEmbedded());
            select.setArray(2, names(on, leases));
            try (ResultSet found = select.executeQuery()) {
                List<Row> rows = new ArrayList<>();
                while (found.next()) {
                    rows.add(new Row(
                            found.getString(1),
                            found.getInt(2),
                            found.getObject(3, UUID.class),
                            found.getLong(4),
                            found.getBoolean(5),
                            found.getObject(6, UUID.class)));
                }
                return rows;
            }
        }
    }

    private static Array names(Connection on, Collection<Lease> leases) throws SQLException {
        return on.createArrayOf("text", leases.stream().map(Lease::name).toArray());
    }

    private static Array epochs(Connection on, Collection<Lease> leases) throws SQLException {
        return on.createArrayOf("int8", leases.stream().map(Lease::epoch).toArray());
    }

    /// Processes that have links, are heard of, and do not stop.
    Set<UUID> liveCores(Connection on) throws SQLException {
        try (PreparedStatement select = on.prepareStatement("SELECT id FROM cluster.processes WHERE NOT draining"
                + " AND ? = ANY (roles) AND seen_at > clock_timestamp() - ? * INTERVAL '1 s' AND (NOT ? OR EXISTS"
                + " (SELECT FROM pg_stat_activity WHERE application_name LIKE 'elchi:' || id || '/%'))")) {
            select.setString(1, CORE);
            select.setInt(2, LIVE_SECONDS);
            select.setBoolean(3, database.isEmbedded());
            Set<UUID> live = new HashSet<>();
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    live.add(found.getObject(1, UUID.class));
                }
            }
            return live;
        }
    }

    /// Waits for the settling transactions of the owner before, which share the lock.
    ///
    /// @return whether it is ours
    boolean take(Connection on, Row row) throws SQLException {
        on.setAutoCommit(false);
        try (Statement statement = on.createStatement()) {
            statement.execute("SET LOCAL lock_timeout = '1s'");
            statement.execute("SELECT pg_advisory_xact_lock(" + Lease.LOCK_SPACE + ", " + row.number + ")");
            boolean taken = update(on, row);
            on.commit();
            if (on.getWarnings() != null) {
                // The wait for the standby was broken off: what is read now may be lost with the next failover.
                throw new SQLException(
                        "a takeover is not on the standby: " + on.getWarnings().getMessage());
            }
            return taken;
        } catch (SQLException e) {
            on.rollback();
            if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw e;
            }
            terminate(on, row);
            return false;
        } finally {
            on.setAutoCommit(true);
        }
    }

    private boolean update(Connection on, Row row) throws SQLException {
        try (PreparedStatement update =
                on.prepareStatement("UPDATE cluster.leases SET owner = ?, epoch = epoch + 1, until = " + UNTIL
                        + " WHERE name = ? AND epoch = ? AND (until < clock_timestamp() OR ?)")) {
            update.setObject(1, database.processId());
            update.setString(2, row.name);
            update.setLong(3, row.epoch);
            update.setBoolean(4, database.isEmbedded());
            return update.executeUpdate() > 0;
        }
    }

    /// A process that stands still may hold a transaction open. A session that waits for a standby is left alone:
    /// its commit is done, and ending it would show what is not replicated.
    private static void terminate(Connection on, Row row) throws SQLException {
        LOG.warn(
                "process {} had the lease '{}' and holds a transaction open: its sessions are ended",
                row.owner,
                row.name);
        try (PreparedStatement select = on.prepareStatement(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE application_name LIKE ? AND pid <> pg_backend_pid() AND wait_event IS DISTINCT FROM 'SyncRep'")) {
            select.setString(1, "elchi:" + row.owner + "/%");
            select.execute();
        }
    }

    /// @return the names of those that are still this process's
    Set<String> renew(Connection on, Collection<Lease> leases) throws SQLException {
        return update(on, leases, UNTIL);
    }

    void release(Connection on, Collection<Lease> leases, Duration rest) throws SQLException {
        update(on, leases, "clock_timestamp() + " + rest.toMillis() + " * INTERVAL '1 ms'");
    }

    /// Gives a lease back, and lets others have the first choice for some time.
    void abandon(Connection on, Lease lease, Duration time) throws SQLException {
        update(
                on,
                List.of(lease),
                "clock_timestamp(), avoided = l.owner, avoided_until = clock_timestamp() + " + time.toMillis()
                        + " * INTERVAL '1 ms'");
    }

    private Set<String> update(Connection on, Collection<Lease> leases, String until) throws SQLException {
        try (PreparedStatement update = on.prepareStatement("UPDATE cluster.leases l SET until = " + until
                + " FROM unnest(?::text[], ?::bigint[]) AS own (name, epoch)"
                + " WHERE l.name = own.name AND l.epoch = own.epoch AND l.owner = ? RETURNING l.name")) {
            update.setArray(1, names(on, leases));
            update.setArray(2, epochs(on, leases));
            update.setObject(3, database.processId());
            Set<String> updated = new HashSet<>();
            try (ResultSet found = update.executeQuery()) {
                while (found.next()) {
                    updated.add(found.getString(1));
                }
            }
            return updated;
        }
    }
}
