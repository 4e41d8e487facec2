package io.elchi.server.billing.ledger;

import io.elchi.server.billing.Ledger.Difference;
import io.elchi.server.core.Money;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// Compares the sums of the ledger with the balances.
final class BalanceCheck {
    private static final String COMPARE = "SELECT b.account_id, b.currency, b.balance, coalesce(c.balance, 0) +"
            + " coalesce((SELECT sum(CASE t.direction WHEN 'credit' THEN t.amount ELSE -t.amount END)"
            + " FROM billing.account_transactions t WHERE t.account_id = b.account_id"
            + " AND t.id > coalesce(c.entry_id, 0)), 0) AS summed"
            + " FROM billing.account_balances b LEFT JOIN billing.ledger_checkpoints c USING (account_id)"
            + " ORDER BY b.account_id";
    /// Entries get their ids before they are committed: only what is old enough is summed for good.
    private static final String CHECKPOINT = "INSERT INTO billing.ledger_checkpoints AS k"
            + " (account_id, entry_id, balance, checked_at)"
            + " SELECT b.account_id, max(t.id), coalesce(min(c.balance), 0) +"
            + " sum(CASE t.direction WHEN 'credit' THEN t.amount ELSE -t.amount END), now()"
            + " FROM billing.account_balances b LEFT JOIN billing.ledger_checkpoints c USING (account_id)"
            + " JOIN billing.account_transactions t ON t.account_id = b.account_id"
            + " AND t.id > coalesce(c.entry_id, 0) AND t.id <= ?"
            + " GROUP BY b.account_id"
            + " ON CONFLICT (account_id) DO UPDATE SET entry_id = excluded.entry_id, balance = excluded.balance,"
            + " checked_at = excluded.checked_at";
    private static final String OLD = "SELECT coalesce(max(id), 0) FROM billing.account_transactions"
            + " WHERE id < coalesce((SELECT min(id) FROM billing.account_transactions WHERE created_at >= ?"
            + " AND id > (SELECT coalesce(max(entry_id), 0) FROM billing.ledger_checkpoints)), 9223372036854775807)";

    private BalanceCheck() {}

    static List<Difference> balances(Connection connection, Instant settledBefore) throws SQLException {
        List<Difference> differences = new ArrayList<>();
        try (PreparedStatement compare = connection.prepareStatement(COMPARE);
                ResultSet rows = compare.executeQuery()) {
            while (rows.next()) {
                String currency = rows.getString("currency");
                Money found = new Money(currency, Money.micros(rows.getBigDecimal("balance")));
                Money expected = new Money(currency, Money.micros(rows.getBigDecimal("summed")));
                if (!found.equals(expected)) {
                    differences.add(new Difference(rows.getLong("account_id"), "balance", found, expected));
                }
            }
        }
        if (differences.isEmpty()) {
            checkpoint(connection, settledBefore);
        }
        return differences;
    }

    private static void checkpoint(Connection connection, Instant settledBefore) throws SQLException {
        long upTo;
        try (PreparedStatement old = connection.prepareStatement(OLD)) {
            old.setObject(1, settledBefore.atOffset(ZoneOffset.UTC));
            try (ResultSet row = old.executeQuery()) {
                row.next();
                upTo = row.getLong(1);
            }
        }
        try (PreparedStatement checkpoint = connection.prepareStatement(CHECKPOINT)) {
            checkpoint.setLong(1, upTo);
            checkpoint.executeUpdate();
        }
    }
}
