package io.elchi.server.traces;

import io.elchi.server.db.Database;
import io.elchi.server.db.Transactions;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.session.TracedPdu;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/// Writes the PDUs of traces, a limited number for each trace, and forgets them after a day.
final class PduStore {
    /// Of one trace.
    static final int MOST_ROWS = 10_000;
    /// Of one PDU.
    static final int MOST_OCTETS = 1_024;
    /// Characters of the fields of one PDU.
    static final int MOST_FIELDS = 8_192;

    private static final Duration KEEP = Duration.ofDays(1);
    private static final int PAGE = 1_000;
    private static final int HEX_DIGITS = 2;
    private static final int LONGEST_ID = 255;
    private static final Comparator<PduTrace> ORDER = Comparator.comparingLong(PduTrace::linkId)
            .thenComparingLong(PduTrace::loginId)
            .thenComparing(PduTrace::until);
    /// The row is locked: other processes with sessions of the trace wait.
    private static final String BEGIN = "INSERT INTO traces.runs AS r (link_id, operator_id, login_id, until, began_at)"
            + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (link_id, login_id, until) DO UPDATE SET stored = r.stored"
            + " RETURNING stored";
    private static final String COUNT = "UPDATE traces.runs SET stored = stored + ?, missing = missing + ?"
            + " WHERE link_id = ? AND login_id = ? AND until = ?";
    private static final String INSERT =
            "INSERT INTO traces.pdus (link_id, operator_id, login_id, session, process, at,"
                    + " sent, command, status, sequence, message_id, part, operator_message_id, receipt_key, octets, shortened,"
                    + " fields) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final UUID process;
    private final int mostRows;

    PduStore(Database database) {
        this(database, MOST_ROWS);
    }

    /// @param mostRows of one trace
    PduStore(Database database, int mostRows) {
        jdbc = database.jdbc();
        transactions = database.transactions();
        process = database.processId();
        this.mostRows = mostRows;
    }

    /// Stores what its trace has space for.
    ///
    /// @param missing PDUs of each trace that were dropped before; each trace of an entry is in it
    /// @return entries without space
    int add(Map<PduTrace, Long> missing, List<PduTraces.TracedEntry> entries, Instant now) {
        return transactions.run(tx -> {
            int without = 0;
            // In one order: two processes must not wait for each other.
            for (PduTrace trace : missing.keySet().stream().sorted(ORDER).toList()) {
                List<PduTraces.TracedEntry> own = entries.stream()
                        .filter(entry -> entry.trace().equals(trace))
                        .toList();
                int fits = Math.clamp(mostRows - begin(tx.connection(), trace, now), 0, own.size());
                insert(tx.connection(), own.subList(0, fits));
                count(tx.connection(), trace, fits, missing.get(trace) + own.size() - fits);
                without += own.size() - fits;
            }
            return without;
        });
    }

    /// @return how many rows it has
    private static int begin(Connection connection, PduTrace trace, Instant now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(BEGIN)) {
            insert.setLong(1, trace.linkId());
            insert.setLong(2, trace.operatorId());
            insert.setLong(3, trace.loginId());
            insert.setObject(4, utc(trace.until()));
            insert.setObject(5, utc(now));
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    private static void count(Connection connection, PduTrace trace, int stored, long missing) throws SQLException {
        if (stored == 0 && missing == 0) {
            return;
        }
        try (PreparedStatement update = connection.prepareStatement(COUNT)) {
            update.setInt(1, stored);
            update.setLong(2, missing);
            update.setLong(3, trace.linkId());
            update.setLong(4, trace.loginId());
            update.setObject(5, utc(trace.until()));
            update.executeUpdate();
        }
    }

    private void insert(Connection connection, List<PduTraces.TracedEntry> entries) throws SQLException {
        if (entries.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (PduTraces.TracedEntry entry : entries) {
                set(insert, entry);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private void set(PreparedStatement insert, PduTraces.TracedEntry entry) throws SQLException {
        TracedPdu pdu = entry.pdu();
        PduIds ids = entry.ids();
        String hex = pdu.hex();
        boolean shortened = hex.length() > HEX_DIGITS * MOST_OCTETS;
        insert.setLong(1, entry.trace().linkId());
        insert.setLong(2, entry.trace().operatorId());
        insert.setLong(3, entry.trace().loginId());
        insert.setString(4, entry.session());
        insert.setObject(5, process);
        insert.setObject(6, utc(entry.at()));
        insert.setBoolean(7, pdu.sent());
        insert.setString(8, pdu.pdu().command());
        insert.setString(9, CommandStatus.describe(pdu.status()));
        insert.setLong(10, Integer.toUnsignedLong(pdu.sequence()));
        insert.setObject(11, ids.messageId() == null ? null : ids.messageId().uuid());
        if (ids.part() == 0) {
            insert.setNull(12, Types.INTEGER);
        } else {
            insert.setInt(12, ids.part());
        }
        insert.setString(13, indexed(ids.operatorMessageId()));
        insert.setString(14, indexed(ids.receiptKey()));
        insert.setString(15, shortened ? hex.substring(0, HEX_DIGITS * MOST_OCTETS) : hex);
        insert.setBoolean(16, shortened);
        insert.setString(17, fields(pdu));
    }

    /// An index takes no text of any length: one PDU would keep its whole batch from being stored. An id has 64 octets
    /// at most (SMPP 3.4, 5.2.23).
    private static String indexed(String id) {
        return id == null || id.length() <= LONGEST_ID ? id : null;
    }

    /// Long TLVs are left out.
    private static String fields(TracedPdu pdu) {
        int[] length = {0};
        return JsonMapper.shared()
                .writeValueAsString(pdu.fields().stream()
                        .takeWhile(field -> (length[0] += field.value().length()) <= MOST_FIELDS)
                        .toList());
    }

    static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    void end(PduTrace trace, Instant at) {
        jdbc.sql("UPDATE traces.runs SET ended_at = ? WHERE link_id = ? AND login_id = ? AND until = ?"
                        + " AND ended_at IS NULL AND until > ?")
                .params(utc(at), trace.linkId(), trace.loginId(), utc(trace.until()), utc(at))
                .update();
    }

    /// Deletes what is older than a day; to be called every few minutes.
    void forget(Instant now) {
        OffsetDateTime before = utc(now.minus(KEEP));
        int deleted = PAGE;
        while (deleted == PAGE) {
            deleted = jdbc.sql(
                            "DELETE FROM traces.pdus WHERE id IN (SELECT id FROM traces.pdus WHERE at < ? ORDER BY at"
                                    + " LIMIT " + PAGE + ")")
                    .param(before)
                    .update();
        }
        jdbc.sql("DELETE FROM traces.runs WHERE until < ?").param(before).update();
    }
}
