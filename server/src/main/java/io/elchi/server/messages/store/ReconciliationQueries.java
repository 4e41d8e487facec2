package io.elchi.server.messages.store;

import io.elchi.server.core.Money;
import io.elchi.server.messages.MessageStore.BatchCharge;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/// Sums of money over messages, for reconciliation.
final class ReconciliationQueries {
    /// A reservation is a multiple of the parts: multiplied first, the division leaves no remainder.
    private static final String HELD = "WITH open AS (SELECT m.account_id, m.reserved, m.upstream, m.upstream_reserved,"
            + " m.parts, m.parts - coalesce((SELECT sum(e.billed_parts) FROM messages.events e"
            + " WHERE e.message_id = m.id AND e.kind = 1), 0) AS held"
            + " FROM messages.unfinished u JOIN messages.messages m ON m.id = u.message_id)"
            + " SELECT account, sum(amount) FROM (SELECT account_id AS account, reserved * held / parts AS amount FROM open"
            + " UNION ALL SELECT p.account, p.reserved * o.held / o.parts FROM open o"
            + " CROSS JOIN LATERAL unnest(o.upstream, o.upstream_reserved) p (account, reserved)) each GROUP BY account";
    private static final String CHARGED = "WITH charged AS (SELECT e.batch, m.account_id, e.price, m.upstream,"
            + " e.upstream_prices FROM messages.events e JOIN messages.messages m ON m.id = e.message_id"
            + " WHERE e.batch BETWEEN ? AND ?)"
            + " SELECT batch, account, sum(amount) FROM (SELECT batch, account_id AS account, price AS amount FROM charged"
            + " UNION ALL SELECT c.batch, p.account, p.price FROM charged c"
            + " CROSS JOIN LATERAL unnest(c.upstream, c.upstream_prices) p (account, price)) each GROUP BY batch, account";

    private static final String DIGEST = "SELECT count(*) || '.' ||"
            + " coalesce(sum(hashtextextended(batch || ' ' || account || ' ' || sum, 0)), 0) FROM (" + CHARGED
            + ") s WHERE sum <> 0";

    private ReconciliationQueries() {}

    static String digest(Connection connection, long first, long last) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(DIGEST)) {
            select.setLong(1, first);
            select.setLong(2, last);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    static Map<Long, Long> held(Connection connection) throws SQLException {
        Map<Long, Long> held = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(HELD);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                held.put(rows.getLong(1), Money.micros(rows.getBigDecimal(2)));
            }
        }
        return held;
    }

    static Map<BatchCharge, Long> charged(Connection connection, long first, long last) throws SQLException {
        Map<BatchCharge, Long> charged = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(CHARGED)) {
            select.setLong(1, first);
            select.setLong(2, last);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    charged.put(new BatchCharge(rows.getLong(1), rows.getLong(2)), Money.micros(rows.getBigDecimal(3)));
                }
            }
        }
        return charged;
    }
}
