package io.elchi.server.billing;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Money;
import io.elchi.server.core.Page;
import io.elchi.server.core.Refusal;
import io.elchi.server.db.MemoryTransactions.MemoryTx;
import io.elchi.server.db.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The ledger's naive twin: sums in maps, each claim looked at by itself.
public class MemoryLedger implements Ledger {
    private static final class Row {
        private final String currency;
        private long balance;
        private long reserved;
        private long credit;

        Row(String currency, long credit) {
            this.currency = currency;
            this.credit = credit;
        }

        long available() {
            return balance - reserved + credit;
        }
    }

    private final Map<Long, Row> rows = new HashMap<>();
    private final List<Entry> entries = new ArrayList<>();
    private final Set<Long> batches = new HashSet<>();

    @Override
    public void lock(Tx tx, Collection<Long> accounts) {
        // Its transactions run one after the other.
    }

    @Override
    public Shortfall[] reserve(Tx tx, List<Claim> claims) {
        Shortfall[] lacking = new Shortfall[claims.size()];
        for (int i = 0; i < lacking.length; i++) {
            lacking[i] = reserve((MemoryTx) tx, claims.get(i));
        }
        return lacking;
    }

    private Shortfall reserve(MemoryTx tx, Claim claim) {
        for (int level = 0; level < claim.accounts().length; level++) {
            Row row = rows.get(claim.accounts()[level]);
            long micros = claim.micros()[level];
            if (micros > 0 && (row == null || row.available() < micros)) {
                return new Shortfall(claim.accounts()[level], micros - (row == null ? 0 : row.available()));
            }
        }
        for (int level = 0; level < claim.accounts().length; level++) {
            Row row = rows.get(claim.accounts()[level]);
            long micros = claim.micros()[level];
            if (row != null) {
                row.reserved += micros;
                tx.undo(() -> row.reserved -= micros);
            }
        }
        return null;
    }

    @Override
    public void settle(Tx tx, long batch, Collection<Movement> movements, Instant at) throws SQLException {
        for (Movement movement : movements) {
            settle((MemoryTx) tx, batch, SMS_CHARGE, movement, at);
        }
    }

    @Override
    public void chargeInbound(Tx tx, long batch, Collection<Movement> movements, Instant at) throws SQLException {
        for (Movement movement : movements) {
            settle((MemoryTx) tx, batch, INBOUND_CHARGE, movement, at);
        }
    }

    private void settle(MemoryTx tx, long batch, String reason, Movement movement, Instant at) throws SQLException {
        Row row = rows.get(movement.accountId());
        row.balance -= movement.postedMicros();
        row.reserved -= movement.releasedMicros();
        tx.undo(() -> {
            row.balance += movement.postedMicros();
            row.reserved += movement.releasedMicros();
        });
        if (row.reserved < 0) {
            // A CHECK refuses it in the table; nothing may ever ask for it.
            throw new AssertionError("reserved of " + movement.accountId() + " is below zero");
        }
        if (movement.postedMicros() > 0) {
            boolean known = entries.stream()
                    .anyMatch(entry -> entry.batch() == batch && entry.accountId() == movement.accountId());
            if (known) {
                throw new SQLException("the batch is there", "23505");
            }
            Entry entry = new Entry(
                    entries.size() + 1,
                    movement.accountId(),
                    batch,
                    false,
                    new Money(row.currency, movement.postedMicros()),
                    reason,
                    movement.parts(),
                    null,
                    null,
                    0,
                    null,
                    at);
            entries.add(entry);
            tx.undo(() -> entries.remove(entry));
            if (batches.add(batch)) {
                tx.undo(() -> batches.remove(batch));
            }
        }
    }

    @Override
    public boolean holds(long batch) {
        return batches.contains(batch);
    }

    @Override
    public void open(Tx tx, long accountId, Money creditLimit) {
        rows.put(accountId, new Row(creditLimit.currency(), creditLimit.micros()));
        ((MemoryTx) tx).undo(() -> rows.remove(accountId));
    }

    /// As [#open], outside a transaction.
    public void open(long accountId, Money creditLimit) {
        rows.put(accountId, new Row(creditLimit.currency(), creditLimit.micros()));
    }

    @Override
    public TopUp topUp(long accountId, Money amount, String reference) {
        return book(accountId, "topup", new Adjustment(amount, reference, null, true));
    }

    @Override
    public TopUp adjust(long accountId, Adjustment adjustment) {
        return book(accountId, "adjustment", adjustment);
    }

    @Override
    public TopUp refund(long accountId, Refund refund) {
        return book(accountId, "refund", new Adjustment(refund.amount(), refund.reference(), refund.note(), true));
    }

    @Override
    public Transferred transfer(Transfer transfer) {
        Money taken = Money.zero(transfer.amount().currency()).minus(transfer.amount());
        TopUp debit = book(
                transfer.fromAccount(),
                "transfer",
                new Adjustment(taken, transfer.reference(), transfer.note(), false));
        TopUp credit = book(
                transfer.toAccount(),
                "transfer",
                new Adjustment(transfer.amount(), transfer.reference(), transfer.note(), true));
        return new Transferred(debit.entry(), credit.entry(), debit.balance(), debit.repeated());
    }

    private TopUp book(long accountId, String reason, Adjustment payment) {
        Money amount = payment.amount();
        String reference = payment.reference();
        Row row = rows.get(accountId);
        Optional<Entry> known = entries.stream()
                .filter(entry -> entry.accountId() == accountId
                        && entry.reason().equals(reason)
                        && entry.reference() != null
                        && entry.reference().equals(reference))
                .findFirst();
        if (known.isPresent()) {
            return new TopUp(known.get(), balance(accountId).orElseThrow(), true);
        }
        if (amount.isNegative() && row.available() + amount.micros() < 0 && !payment.mayOverdraw()) {
            throw Refusal.of(Failure.INSUFFICIENT_FUNDS).exception();
        }
        row.balance += amount.micros();
        Money unsigned = new Money(amount.currency(), Math.abs(amount.micros()));
        Entry entry = new Entry(
                entries.size() + 1,
                accountId,
                0,
                !amount.isNegative(),
                unsigned,
                reason,
                0,
                reference,
                payment.note(),
                0,
                null,
                Instant.EPOCH);
        entries.add(entry);
        return new TopUp(entry, balance(accountId).orElseThrow(), false);
    }

    @Override
    public Balance creditLimit(long accountId, Money limit) {
        rows.get(accountId).credit = limit.micros();
        return balance(accountId).orElseThrow();
    }

    @Override
    public Optional<Balance> balance(long accountId) {
        Row row = rows.get(accountId);
        return row == null
                ? Optional.empty()
                : Optional.of(new Balance(
                        accountId,
                        new Money(row.currency, row.balance),
                        new Money(row.currency, row.reserved),
                        new Money(row.currency, row.credit)));
    }

    @Override
    public List<Difference> audit(Tx tx, Instant settledBefore) {
        List<Difference> differences = new ArrayList<>();
        rows.forEach((account, row) -> {
            long sum = entries.stream()
                    .filter(entry -> entry.accountId() == account)
                    .mapToLong(entry -> entry.credit()
                            ? entry.amount().micros()
                            : -entry.amount().micros())
                    .sum();
            if (sum != row.balance) {
                differences.add(new Difference(
                        account, "balance", new Money(row.currency, row.balance), new Money(row.currency, sum)));
            }
        });
        return differences;
    }

    @Override
    public Optional<String> chargesDigest(Tx tx, String reason, long first, long last) {
        return Optional.empty();
    }

    @Override
    public List<Entry> charges(Tx tx, String reason, long first, long last) {
        return entries.stream()
                .filter(entry -> entry.batch() >= first && entry.batch() <= last && entry.batch() != 0)
                .filter(entry -> entry.reason().equals(reason))
                .toList();
    }

    @Override
    public List<Balance> balances(Tx tx) {
        return rows.keySet().stream()
                .sorted()
                .map(account -> balance(account).orElseThrow())
                .toList();
    }

    @Override
    public Map<Long, Balance> balances(Collection<Long> accountIds) {
        Map<Long, Balance> balances = new HashMap<>();
        accountIds.forEach(id -> balance(id).ifPresent(balance -> balances.put(id, balance)));
        return balances;
    }

    /// Of an account; other filters are PostgreSQL's.
    @Override
    public Page<Entry> entries(LedgerFilter filter, String cursor, int limit) {
        return new Page<>(
                entries.reversed().stream()
                        .filter(entry -> entry.accountId() == filter.accountId())
                        .limit(limit)
                        .toList(),
                null);
    }

    @Override
    public Optional<Entry> entry(long id) {
        return entries.stream().filter(entry -> entry.id() == id).findFirst();
    }

    @Override
    public Optional<Money> balanceAt(long accountId, Instant at) {
        return balance(accountId).map(now -> {
            long later = entries.stream()
                    .filter(entry ->
                            entry.accountId() == accountId && entry.at().isAfter(at))
                    .mapToLong(entry -> entry.credit()
                            ? entry.amount().micros()
                            : -entry.amount().micros())
                    .sum();
            return now.balance().minus(new Money(now.balance().currency(), later));
        });
    }

    /// Every entry, in order.
    public List<Entry> all() {
        return List.copyOf(entries);
    }
}
