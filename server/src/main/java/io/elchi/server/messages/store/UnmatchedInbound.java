package io.elchi.server.messages.store;

import io.elchi.server.messages.MessageStore;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.ReceiptReport;
import io.elchi.smstext.receipt.ReceiptState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Stores receipts that belong to no known message: they are rare, so plain inserts are enough.
final class UnmatchedInbound {
    /// Looked for again after the delay, then after 6, 60 and 360 times as long, then never more.
    private static final String CLAIM = "UPDATE messages.unmatched_receipts SET attempts = attempts + 1, match_at ="
            + " ?::timestamptz + (ARRAY[6, 60, 360])[attempts + 1] * ? * interval '1 millisecond'"
            + " WHERE id IN (SELECT id FROM messages.unmatched_receipts WHERE match_at <= ?"
            + " AND operator_id = ANY (?) ORDER BY match_at LIMIT ?"
            + " FOR UPDATE SKIP LOCKED) RETURNING *";

    private UnmatchedInbound() {}

    static void store(Connection connection, MessageStore.Changes changes) throws SQLException {
        if (!changes.unmatched().isEmpty()) {
            unmatched(connection, changes.unmatched());
        }
        if (!changes.matched().isEmpty()) {
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM messages.unmatched_receipts WHERE id = ANY (?)")) {
                delete.setArray(
                        1, connection.createArrayOf("uuid", changes.matched().toArray()));
                delete.executeUpdate();
            }
        }
    }

    /// A row that is there already is of a commit whose answer was lost.
    private static void unmatched(Connection connection, List<Outcome.Receipt> receipts) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO messages.unmatched_receipts"
                + " (id, operator_id, smsc_message_id, receipt_key, source, destination, state, stat, error, done_at, raw,"
                + " received_at, match_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
            for (Outcome.Receipt receipt : receipts) {
                ReceiptReport report = receipt.report();
                insert.setObject(1, receipt.row());
                insert.setLong(2, receipt.operatorId());
                insert.setString(3, clean(report.smscMessageId()));
                insert.setString(4, clean(report.receiptKey()));
                insert.setString(5, clean(report.source()));
                insert.setString(6, clean(report.destination()));
                insert.setString(7, report.state().name());
                insert.setString(8, clean(report.stat()));
                insert.setString(9, clean(report.error()));
                insert.setObject(10, report.doneAt() == null ? null : utc(report.doneAt()));
                insert.setString(11, clean(report.raw()));
                insert.setObject(12, utc(receipt.at()));
                insert.setObject(13, utc(receipt.at()));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    static List<Outcome.Receipt> claim(
            JdbcClient jdbc, Collection<Long> operators, Instant now, Duration delay, int limit) {
        return jdbc.sql(CLAIM)
                .params(utc(now), delay.toMillis(), utc(now.minus(delay)), operators.toArray(Long[]::new), limit)
                .query((row, _) -> receipt(row))
                .list();
    }

    private static Outcome.Receipt receipt(ResultSet row) throws SQLException {
        ReceiptReport report = new ReceiptReport(
                row.getString("smsc_message_id"),
                row.getString("receipt_key"),
                ReceiptState.valueOf(row.getString("state")),
                row.getString("stat"),
                row.getString("error"),
                MessageReader.instant(row, "done_at"),
                row.getString("source"),
                row.getString("destination"),
                row.getString("raw"));
        return new Outcome.Receipt(
                row.getLong("operator_id"),
                report,
                () -> {},
                MessageReader.instant(row, "received_at"),
                row.getObject("id", UUID.class));
    }

    /// PostgreSQL stores no NUL.
    private static String clean(String text) {
        return text == null ? null : text.replace('\0', '\uFFFD');
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
