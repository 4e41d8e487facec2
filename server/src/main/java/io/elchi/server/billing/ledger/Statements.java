package io.elchi.server.billing.ledger;

import io.elchi.server.billing.Ledger.Entry;
import io.elchi.server.billing.Ledger.LedgerFilter;
import io.elchi.server.core.Money;
import io.elchi.server.core.Page;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Reads the entries of the ledger.
final class Statements {
    /// From the entries alone: what the balance was is what they add up to.
    private static final String BALANCE_AT = "SELECT b.currency, coalesce((SELECT"
            + " sum(CASE t.direction WHEN 'credit' THEN t.amount ELSE -t.amount END)"
            + " FROM billing.account_transactions t WHERE t.account_id = b.account_id AND t.created_at <= ?), 0) AS summed"
            + " FROM billing.account_balances b WHERE b.account_id = ?";

    private final JdbcClient jdbc;

    Statements(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Page<Entry> entries(LedgerFilter filter, String cursor, int limit) {
        StringBuilder where = new StringBuilder("id < ?");
        List<Object> values = new ArrayList<>();
        values.add(Page.id(cursor, Long.MAX_VALUE));
        // Only what is asked for is in the statement, so that it is planned for that.
        and(where, values, "account_id = ?", filter.accountId() == 0 ? null : filter.accountId());
        and(where, values, "reason = ?", filter.reason());
        and(where, values, "direction = ?", filter.credit() == null ? null : filter.credit() ? "credit" : "debit");
        and(
                where,
                values,
                "created_at >= ?",
                filter.from() == null ? null : filter.from().atOffset(ZoneOffset.UTC));
        and(
                where,
                values,
                "created_at < ?",
                filter.before() == null ? null : filter.before().atOffset(ZoneOffset.UTC));
        and(where, values, "external_ref = ?", filter.reference());
        and(where, values, "amount >= ?", filter.leastMicros() == null ? null : Money.decimal(filter.leastMicros()));
        and(where, values, "amount <= ?", filter.mostMicros() == null ? null : Money.decimal(filter.mostMicros()));
        values.add(limit + 1);
        List<Entry> found = jdbc.sql(
                        "SELECT * FROM billing.account_transactions WHERE " + where + " ORDER BY id DESC LIMIT ?")
                .params(values)
                .query((row, _) -> PgLedger.entry(row))
                .list();
        return Page.of(found, limit, Entry::id);
    }

    private static void and(StringBuilder where, List<Object> values, String condition, Object value) {
        if (value != null) {
            where.append(" AND ").append(condition);
            values.add(value);
        }
    }

    Optional<Entry> entry(long id) {
        return jdbc.sql("SELECT * FROM billing.account_transactions WHERE id = ?")
                .param(id)
                .query((row, _) -> PgLedger.entry(row))
                .optional();
    }

    Optional<Money> balanceAt(long accountId, Instant at) {
        return jdbc.sql(BALANCE_AT)
                .params(at.atOffset(ZoneOffset.UTC), accountId)
                .query((row, _) -> new Money(row.getString("currency"), Money.micros(row.getBigDecimal("summed"))))
                .optional();
    }
}
