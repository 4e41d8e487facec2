package io.elchi.server.billing;

import io.elchi.server.core.Money;
import io.elchi.server.db.Database;
import io.elchi.server.db.Tx;
import io.elchi.server.events.AccountEvents;
import io.elchi.server.events.EventType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Thresholds of accounts, and the event `balance.low`. A job compares them with the balances, so that no message
/// costs more for it.
public final class BalanceAlerts {
    private static final int PAGE = 500;
    private static final String AVAILABLE = "b.balance - b.reserved + b.credit_limit";
    private static final String RESET = "UPDATE billing.balance_alerts a SET published = false"
            + " FROM billing.account_balances b WHERE b.account_id = a.account_id AND a.published AND " + AVAILABLE
            + " >= a.low";
    private static final String PUBLISH = "UPDATE billing.balance_alerts a SET published = true"
            + " FROM billing.account_balances b WHERE a.account_id IN (SELECT a.account_id"
            + " FROM billing.balance_alerts a JOIN billing.account_balances b USING (account_id)"
            + " WHERE NOT a.published AND " + AVAILABLE + " < a.low ORDER BY a.account_id LIMIT ? FOR UPDATE OF a)"
            + " AND b.account_id = a.account_id RETURNING a.account_id, a.low, " + AVAILABLE
            + " AS available, b.currency";

    private final Database database;
    private final AccountEvents events;

    BalanceAlerts(Database database, AccountEvents events) {
        this.database = database;
        this.events = events;
    }

    /// From now on an account gets an event when less than this is available.
    ///
    /// @param low in the account's currency; empty: no more
    static void set(JdbcClient jdbc, long accountId, Optional<Money> low) {
        if (low.isEmpty()) {
            jdbc.sql("DELETE FROM billing.balance_alerts WHERE account_id = ?")
                    .param(accountId)
                    .update();
            return;
        }
        // Another threshold is another question.
        jdbc.sql("INSERT INTO billing.balance_alerts AS a (account_id, low) VALUES (?, ?) ON CONFLICT (account_id)"
                        + " DO UPDATE SET low = excluded.low, published = a.published AND a.low = excluded.low")
                .params(accountId, Money.decimal(low.get().micros()))
                .update();
    }

    /// The thresholds of these accounts, in millionths, as far as they have one.
    public Map<Long, Long> of(Collection<Long> accounts) {
        Map<Long, Long> found = new HashMap<>();
        database.jdbc()
                .sql("SELECT account_id, low FROM billing.balance_alerts WHERE account_id = ANY (?)")
                .param(accounts.toArray(Long[]::new))
                .query((row, _) -> found.put(row.getLong(1), Money.micros(row.getBigDecimal(2))))
                .list();
        return found;
    }

    /// Writes the events of accounts that are below their threshold and had none; to be called every few seconds.
    public void run() {
        database.jdbc().sql(RESET).update();
        while (database.transactions().run(this::publish) == PAGE) {
            // There may be more.
        }
    }

    private int publish(Tx tx) throws SQLException {
        int written = 0;
        try (PreparedStatement update = tx.connection().prepareStatement(PUBLISH)) {
            update.setInt(1, PAGE);
            try (ResultSet rows = update.executeQuery()) {
                while (rows.next()) {
                    written++;
                    Map<String, Object> data = new LinkedHashMap<>();
                    String currency = rows.getString("currency");
                    data.put("available", money(rows, "available", currency));
                    data.put("balance_low", money(rows, "low", currency));
                    events.append(tx, rows.getLong("account_id"), EventType.BALANCE_LOW, data);
                }
            }
        }
        return written;
    }

    private static Map<String, String> money(ResultSet row, String column, String currency) throws SQLException {
        Map<String, String> money = new LinkedHashMap<>();
        money.put("amount", row.getBigDecimal(column).toPlainString());
        money.put("currency", currency);
        return money;
    }
}
