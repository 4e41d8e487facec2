package io.elchi.server.billing.ledger;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Money;
import io.elchi.server.core.Refusal;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Balances at past moments, from the entries alone: what the balance was is what they add up to.
///
/// The sum begins at the checkpoint of the reconciliation when that is older than the moment. Entries up to a
/// checkpoint were booked before it was made, so that none of them is later than the moment. Before the checkpoint
/// all entries of the account are read, since their times do not ascend strictly with their ids. One such question
/// is answered at a time, so that the connections for reads stay free for others.
final class PastBalances {
    private static final String CHECKPOINT = "SELECT b.currency, c.entry_id, c.balance"
            + " FROM billing.account_balances b LEFT JOIN billing.ledger_checkpoints c"
            + " ON c.account_id = b.account_id AND c.checked_at <= ? WHERE b.account_id = ?";
    private static final String SUM =
            "SELECT coalesce(sum(CASE direction WHEN 'credit' THEN amount ELSE -amount END), 0)"
                    + " FROM billing.account_transactions WHERE account_id = ? AND id > ? AND created_at <= ?";
    private static final Duration LATER = Duration.ofSeconds(5);

    private final JdbcClient jdbc;
    private final Semaphore slow;

    PastBalances(JdbcClient jdbc) {
        this(jdbc, new Semaphore(1));
    }

    /// @param slow has a permit for each question that reads all entries of an account
    PastBalances(JdbcClient jdbc, Semaphore slow) {
        this.jdbc = jdbc;
        this.slow = slow;
    }

    /// Where a sum begins.
    ///
    /// @param entryId 0: at the first entry
    private record Begin(String currency, long entryId, BigDecimal balance) {}

    Optional<Money> at(long accountId, Instant at) {
        Begin begin = jdbc.sql(CHECKPOINT)
                .params(at.atOffset(ZoneOffset.UTC), accountId)
                .query((row, _) ->
                        new Begin(row.getString("currency"), row.getLong("entry_id"), row.getBigDecimal("balance")))
                .optional()
                .orElse(null);
        if (begin == null) {
            return Optional.empty();
        }
        if (begin.entryId > 0) {
            return Optional.of(sum(accountId, begin, at));
        }
        if (!slow.tryAcquire()) {
            throw new Refusal(Failure.RATE_LIMITED, "another past balance is being summed up", null, LATER).exception();
        }
        try {
            return Optional.of(sum(accountId, begin, at));
        } finally {
            slow.release();
        }
    }

    private Money sum(long accountId, Begin begin, Instant at) {
        BigDecimal since = jdbc.sql(SUM)
                .params(accountId, begin.entryId, at.atOffset(ZoneOffset.UTC))
                .query(BigDecimal.class)
                .single();
        BigDecimal all = begin.balance == null ? since : begin.balance.add(since);
        return new Money(begin.currency, Money.micros(all));
    }
}
