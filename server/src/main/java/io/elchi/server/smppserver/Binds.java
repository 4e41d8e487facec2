package io.elchi.server.smppserver;

import io.elchi.server.core.Page;
import io.elchi.server.db.Database;
import io.elchi.server.db.Transactions;
import io.elchi.server.db.Tx;
import io.elchi.server.events.EventLog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The sessions of clients in all processes.
public final class Binds {
    /// Keeps two binds of one login apart (`pg_advisory_xact_lock`).
    private static final int LOCKS = 0x51b1;
    /// Rows of a process that did not write them for so long count no more.
    private static final String LIVE = "seen_at > now() - interval '10 s'";
    private static final String ENTER = "INSERT INTO smppserver.binds"
            + " (login_id, process_id, mode, address, version, encrypted) SELECT ?, ?, ?, ?, ?, ?"
            + " WHERE (SELECT count(*) FROM smppserver.binds WHERE login_id = ? AND " + LIVE + ") < ? RETURNING id";
    private static final String WRITE = "UPDATE smppserver.binds b SET seen_at = now(), submits = n.submits,"
            + " accepted = n.accepted, throttled = n.throttled, deliveries = n.deliveries,"
            + " acknowledged = n.acknowledged, in_progress = n.in_progress, unanswered = n.unanswered,"
            + " load = n.load::jsonb"
            + " FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::int[], ?::int[], ?::text[])"
            + " AS n (id, submits, accepted, throttled, deliveries, acknowledged, in_progress, unanswered, load)"
            + " WHERE b.id = n.id RETURNING b.id, b.ends";
    private static final String HELD = "SELECT login_id FROM smppserver.deliverers WHERE process_id = ?"
            + " AND login_id = ANY (?) ORDER BY login_id FOR UPDATE";
    private static final String AGAIN = "INSERT INTO smppserver.binds"
            + " (id, login_id, process_id, mode, address, version, encrypted) VALUES (?, ?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT DO NOTHING";
    private static final String CLAIM = "INSERT INTO smppserver.deliverers AS d (login_id, process_id, until)"
            + " SELECT login, ?, now() + interval '8 s' FROM unnest(?::bigint[]) AS login ORDER BY login"
            + " ON CONFLICT (login_id) DO UPDATE SET process_id = excluded.process_id, until = excluded.until"
            + " WHERE d.process_id = excluded.process_id OR d.until < now() RETURNING login_id";

    private final JdbcClient jdbc;
    private final JdbcClient reads;
    private final Transactions transactions;
    private final UUID process;
    private final EventLog log;

    Binds(Database database, EventLog log) {
        this.log = log;
        jdbc = database.jdbc();
        reads = database.reads();
        transactions = database.transactions();
        process = database.processId();
    }

    /// A session of a client.
    ///
    /// @param processId of the process that has it
    /// @param address of the client
    /// @param version of SMPP
    /// @param load of its last seconds; null: not measured yet
    public record BindRow(
            long id,
            long loginId,
            UUID processId,
            String mode,
            String address,
            String version,
            boolean encrypted,
            Instant boundAt,
            Traffic traffic,
            BindLoad load) {}

    /// What a session did so far.
    ///
    /// @param throttled requests that were answered with ESME_RTHROTTLED
    /// @param inProgress requests of the client without an answer
    /// @param unanswered deliver_sm without an answer
    public record Traffic(
            long submits,
            long accepted,
            long throttled,
            long deliveries,
            long acknowledged,
            int inProgress,
            int unanswered) {}

    /// A session that is about to be bound.
    record NewBind(long loginId, String mode, String address, String version, boolean encrypted) {}

    /// Takes one of the places of a login.
    ///
    /// @return the id of the row; empty: all places are taken
    OptionalLong enter(NewBind bind, int most) {
        return transactions.run(tx -> {
            lock(tx.connection(), bind.loginId);
            try (PreparedStatement insert = tx.connection().prepareStatement(ENTER)) {
                insert.setLong(1, bind.loginId);
                insert.setObject(2, process);
                insert.setString(3, bind.mode);
                insert.setString(4, bind.address);
                insert.setString(5, bind.version);
                insert.setBoolean(6, bind.encrypted);
                insert.setLong(7, bind.loginId);
                insert.setInt(8, most);
                try (ResultSet row = insert.executeQuery()) {
                    return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
                }
            }
        });
    }

    private static void lock(Connection connection, long login) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT pg_advisory_xact_lock(?, ?)")) {
            select.setInt(1, LOCKS);
            select.setInt(2, Long.hashCode(login));
            select.execute();
        }
    }

    void leave(long id) {
        jdbc.sql("DELETE FROM smppserver.binds WHERE id = ?").param(id).update();
    }

    /// Writes what the sessions of this process did.
    ///
    /// @return the ids of those that somebody wants to end
    Set<Long> write(Collection<ClientSession> sessions) {
        List<ClientSession> all = List.copyOf(sessions);
        List<ClientSession.Counts> counts =
                all.stream().map(ClientSession::counts).toList();
        Set<Long> ending = new HashSet<>();
        List<Long> written = jdbc.sql(WRITE)
                .params(
                        all.stream().map(ClientSession::bindId).toArray(Long[]::new),
                        counts.stream().map(ClientSession.Counts::submits).toArray(Long[]::new),
                        counts.stream().map(ClientSession.Counts::accepted).toArray(Long[]::new),
                        counts.stream().map(ClientSession.Counts::throttled).toArray(Long[]::new),
                        counts.stream().map(ClientSession.Counts::deliveries).toArray(Long[]::new),
                        counts.stream().map(ClientSession.Counts::acknowledged).toArray(Long[]::new),
                        counts.stream().map(ClientSession.Counts::inProgress).toArray(Integer[]::new),
                        counts.stream().map(ClientSession.Counts::unanswered).toArray(Integer[]::new),
                        all.stream().map(session -> session.load().json()).toArray(String[]::new))
                .query((row, _) -> {
                    if (row.getBoolean(2)) {
                        ending.add(row.getLong(1));
                    }
                    return row.getLong(1);
                })
                .list();
        // Rows that another process took for those of one that ended, after a long stall of this one.
        Set<Long> known = new HashSet<>(written);
        all.stream().filter(session -> !known.contains(session.bindId())).forEach(this::again);
        return ending;
    }

    private void again(ClientSession session) {
        NewBind bind = session.bind();
        jdbc.sql(AGAIN)
                .params(session.bindId(), bind.loginId, process, bind.mode, bind.address, bind.version, bind.encrypted)
                .update();
    }

    /// Takes, or keeps, the right to send to these logins, for eight seconds.
    ///
    /// @return those that this process has it for
    Set<Long> claim(Collection<Long> logins) {
        return new HashSet<>(jdbc.sql(CLAIM)
                .params(process, logins.toArray(Long[]::new))
                .query(Long.class)
                .list());
    }

    /// Those of the logins that this process has the right for, which nobody takes before the end of the
    /// transaction.
    Set<Long> held(Tx tx, Collection<Long> logins) throws SQLException {
        Set<Long> held = new HashSet<>();
        try (PreparedStatement select = tx.connection().prepareStatement(HELD)) {
            select.setObject(1, process);
            select.setArray(2, tx.connection().createArrayOf("bigint", logins.toArray()));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    held.add(rows.getLong(1));
                }
            }
        }
        return held;
    }

    /// Writes the PDUs of a login's sessions to the log until then, passwords and texts masked.
    public void trace(long loginId, Instant until) {
        jdbc.sql("INSERT INTO smppserver.traces (login_id, traced_until) VALUES (?, ?)"
                        + " ON CONFLICT (login_id) DO UPDATE SET traced_until = excluded.traced_until")
                .params(loginId, until.atOffset(ZoneOffset.UTC))
                .update();
    }

    public void endTrace(long loginId) {
        jdbc.sql("DELETE FROM smppserver.traces WHERE login_id = ?")
                .param(loginId)
                .update();
    }

    /// Until when the sessions of a login are traced, by login; those that are not traced are not in it.
    Map<Long, Instant> traces() {
        Map<Long, Instant> traces = new HashMap<>();
        jdbc.sql("SELECT login_id, traced_until FROM smppserver.traces WHERE traced_until > now()")
                .query((row, _) -> traces.put(
                        row.getLong("login_id"),
                        row.getObject("traced_until", OffsetDateTime.class).toInstant()))
                .list();
        return traces;
    }

    /// Forgets a login that was removed.
    public void forgetLogin(long login) {
        log.remove(subscriber(login));
        endTrace(login);
        jdbc.sql("DELETE FROM smppserver.deliverers WHERE login_id = ?")
                .param(login)
                .update();
    }

    /// The name of a login as a subscriber of the event log.
    static String subscriber(long login) {
        return "smpp:" + login;
    }

    /// Gives the right back.
    void giveBack(Collection<Long> logins) {
        jdbc.sql("DELETE FROM smppserver.deliverers WHERE process_id = ? AND login_id = ANY (?::bigint[])")
                .params(process, logins.toArray(Long[]::new))
                .update();
    }

    /// Rows of processes that ended.
    void forget() {
        jdbc.sql("DELETE FROM smppserver.binds WHERE seen_at < now() - interval '1 min'")
                .update();
    }

    /// The sessions of these logins, by id.
    ///
    /// @param cursor of the page before; null: from the first
    public Page<BindRow> list(Collection<Long> logins, String cursor, int limit) {
        List<BindRow> found = reads.sql("SELECT * FROM smppserver.binds WHERE id > ? AND login_id = ANY (?::bigint[])"
                        + " AND " + LIVE + " ORDER BY id LIMIT ?")
                .params(Page.id(cursor, 0), logins.toArray(Long[]::new), limit + 1)
                .query((row, _) -> bind(row))
                .list();
        return Page.of(found, limit, BindRow::id);
    }

    /// Ends a session, if it is there; its process unbinds it within a second.
    public void end(long loginId, long id) {
        jdbc.sql("UPDATE smppserver.binds SET ends = true WHERE id = ? AND login_id = ? AND " + LIVE)
                .params(id, loginId)
                .update();
    }

    private static BindRow bind(ResultSet row) throws SQLException {
        return new BindRow(
                row.getLong("id"),
                row.getLong("login_id"),
                row.getObject("process_id", UUID.class),
                row.getString("mode"),
                row.getString("address"),
                row.getString("version"),
                row.getBoolean("encrypted"),
                row.getObject("bound_at", OffsetDateTime.class).toInstant(),
                new Traffic(
                        row.getLong("submits"),
                        row.getLong("accepted"),
                        row.getLong("throttled"),
                        row.getLong("deliveries"),
                        row.getLong("acknowledged"),
                        row.getInt("in_progress"),
                        row.getInt("unanswered")),
                BindLoad.parse(row.getString("load")));
    }
}
