package io.elchi.server.billing.ledger;

import io.elchi.server.billing.Ledger.Entry;
import io.elchi.server.billing.Ledger.LedgerFilter;
import io.elchi.server.core.Money;
import io.elchi.server.core.Page;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Reads the entries of the ledger.
final class Statements {
    /// How many entries one page looks through where no index has what is wanted.
    private static final int MOST_LOOKED_AT = 50_000;

    private static final String ENTRIES = "SELECT * FROM billing.account_transactions WHERE ";
    private static final String NEWEST_FIRST = " ORDER BY id DESC";
    /// Written as the condition of an index has it.
    private static final String PAYMENTS = "reason <> 'sms_charge'";
    /// All that have a reference, so that the index of references is used when no reason is given.
    private static final String REFERRING = "reason IN ('charge', 'refund', 'topup', 'adjustment', 'transfer')";

    private final JdbcClient jdbc;
    private final int mostLookedAt;

    Statements(JdbcClient jdbc) {
        this(jdbc, MOST_LOOKED_AT);
    }

    /// @param mostLookedAt entries that one page looks through
    Statements(JdbcClient jdbc, int mostLookedAt) {
        this.jdbc = jdbc;
        this.mostLookedAt = mostLookedAt;
    }

    /// Only what is asked for is in the statement, so that it is planned for that.
    private static final class Conditions {
        private final StringBuilder sql = new StringBuilder();
        private final List<Object> values = new ArrayList<>();

        Conditions and(String condition, Object value) {
            if (value != null) {
                and(condition);
                values.add(value);
            }
            return this;
        }

        Conditions and(String condition) {
            sql.append(sql.isEmpty() ? "" : " AND ").append(condition);
            return this;
        }

        Conditions and(Conditions others) {
            if (!others.sql.isEmpty()) {
                and(others.sql.toString());
                values.addAll(others.values);
            }
            return this;
        }
    }

    Page<Entry> entries(LedgerFilter filter, String cursor, int limit) {
        Conditions indexed = new Conditions()
                .and("id < ?", Page.id(cursor, Long.MAX_VALUE))
                .and("account_id = ?", filter.accountId() == 0 ? null : filter.accountId());
        Conditions others = others(filter);
        if (filter.accountId() != 0 && filter.reference() != null) {
            // An account has few entries with one reference. They are found first, and then sorted.
            Conditions all = indexed.and(REFERRING).and(others);
            return page(
                    "WITH found AS MATERIALIZED (" + ENTRIES + all.sql + ") SELECT * FROM found" + NEWEST_FIRST,
                    all,
                    limit,
                    null);
        }
        if (isOfPayments(filter)) {
            indexed.and(PAYMENTS);
        }
        Long bound = others.sql.isEmpty() ? null : bound(indexed);
        Conditions all = indexed.and("id >= ?", bound).and(others);
        return page(ENTRIES + all.sql + NEWEST_FIRST, all, limit, bound);
    }

    private static Conditions others(LedgerFilter filter) {
        return new Conditions()
                .and("reason = ?", filter.reason())
                .and("direction = ?", filter.credit() == null ? null : filter.credit() ? "credit" : "debit")
                .and(
                        "created_at >= ?",
                        filter.from() == null ? null : filter.from().atOffset(ZoneOffset.UTC))
                .and(
                        "created_at < ?",
                        filter.before() == null ? null : filter.before().atOffset(ZoneOffset.UTC))
                .and("external_ref = ?", filter.reference())
                .and("amount >= ?", filter.leastMicros() == null ? null : Money.decimal(filter.leastMicros()))
                .and("amount <= ?", filter.mostMicros() == null ? null : Money.decimal(filter.mostMicros()));
    }

    /// A message is charged by a debit without a reference.
    private static boolean isOfPayments(LedgerFilter filter) {
        return Boolean.TRUE.equals(filter.credit())
                || filter.reference() != null
                || (filter.reason() != null && !filter.reason().equals("sms_charge"));
    }

    /// The last entry that is looked at; null: all are, to the first one.
    private Long bound(Conditions indexed) {
        List<Object> values = new ArrayList<>(indexed.values);
        values.add(mostLookedAt - 1);
        return jdbc.sql("SELECT id FROM billing.account_transactions WHERE " + indexed.sql + NEWEST_FIRST
                        + " OFFSET ? LIMIT 1")
                .params(values)
                .query(Long.class)
                .optional()
                .orElse(null);
    }

    private Page<Entry> page(String sql, Conditions conditions, int limit, Long bound) {
        List<Object> values = new ArrayList<>(conditions.values);
        values.add(limit + 1);
        List<Entry> found = jdbc.sql(sql + " LIMIT ?")
                .params(values)
                .query((row, _) -> PgLedger.entry(row))
                .list();
        return found.size() > limit || bound == null
                ? Page.of(found, limit, Entry::id)
                : new Page<>(found, bound.toString());
    }

    Optional<Entry> entry(long id) {
        return jdbc.sql("SELECT * FROM billing.account_transactions WHERE id = ?")
                .param(id)
                .query((row, _) -> PgLedger.entry(row))
                .optional();
    }
}
