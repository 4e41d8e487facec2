package io.elchi.server.billing.ledger;

import io.elchi.server.billing.Ledger;
import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.Money;
import io.elchi.server.core.Page;
import io.elchi.server.core.Refusal;
import io.elchi.server.db.Transactions;
import io.elchi.server.db.Tx;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Balances and entries in PostgreSQL. However many messages they are for, a reservation is one UPDATE where nobody
/// lacks funds (see [Reservations]), and a settlement is a locking SELECT and an UPDATE.
public final class PgLedger implements Ledger {
    /// Locks in the order of the ids: UPDATE alone does not.
    static final String LOCK = "SELECT account_id, (balance - reserved + credit_limit) * 1000000"
            + " FROM billing.account_balances WHERE account_id = ANY (?) ORDER BY account_id FOR UPDATE";
    /// Counts what it did: a movement that finds no row of its own must not be lost in silence.
    private static final String SETTLE = "WITH moved AS (UPDATE billing.account_balances b"
            + " SET balance = b.balance - u.posted * 0.000001, reserved = b.reserved - u.released * 0.000001,"
            + " updated_at = now() FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::int[])"
            + " u (id, posted, released, parts) WHERE b.account_id = u.id"
            + " RETURNING b.account_id, b.currency, u.posted, u.parts),"
            + " booked AS (INSERT INTO billing.account_transactions"
            + " (account_id, batch, direction, amount, currency, reason, parts, created_at)"
            + " SELECT account_id, ?, 'debit', posted * 0.000001, currency, ?, parts, ?"
            + " FROM moved WHERE posted > 0 RETURNING 1)"
            + " SELECT (SELECT count(*) FROM moved), (SELECT count(*) FROM booked)";
    static final String BALANCE = "SELECT account_id, currency, balance, reserved, credit_limit"
            + " FROM billing.account_balances WHERE account_id = ?";

    private final JdbcClient jdbc;
    private final JdbcClient reads;
    private final Statements statements;
    private final PastBalances pastBalances;
    private final Reservations reservations = new Reservations();
    private final Transactions transactions;

    public PgLedger(JdbcClient jdbc, Transactions transactions) {
        this(jdbc, jdbc, transactions);
    }

    /// @param reads for what is only looked at
    public PgLedger(JdbcClient jdbc, JdbcClient reads, Transactions transactions) {
        this.jdbc = jdbc;
        this.reads = reads;
        statements = new Statements(reads);
        pastBalances = new PastBalances(reads);
        this.transactions = transactions;
    }

    @Override
    public Shortfall[] reserve(Tx tx, List<Claim> claims) throws SQLException {
        return reservations.reserve(tx.connection(), claims);
    }

    @Override
    public void lock(Tx tx, Collection<Long> accounts) throws SQLException {
        lockBalances(tx.connection(), accounts);
    }

    private static void lockBalances(Connection connection, Collection<Long> accounts) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
            lock.setArray(1, bigints(connection, accounts));
            lock.executeQuery().close();
        }
    }

    @Override
    public void settle(Tx tx, long batch, Collection<Movement> movements, Instant at) throws SQLException {
        book(tx, batch, SMS_CHARGE, movements, at);
    }

    @Override
    public void chargeInbound(Tx tx, long batch, Collection<Movement> movements, Instant at) throws SQLException {
        book(tx, batch, INBOUND_CHARGE, movements, at);
    }

    private static void book(Tx tx, long batch, String reason, Collection<Movement> movements, Instant at)
            throws SQLException {
        List<Movement> ordered = movements.stream()
                .filter(movement -> movement.postedMicros() != 0 || movement.releasedMicros() != 0)
                .sorted(Comparator.comparingLong(Movement::accountId))
                .toList();
        if (ordered.isEmpty()) {
            return;
        }
        Connection connection = tx.connection();
        List<Long> accounts = ordered.stream().map(Movement::accountId).toList();
        lockBalances(connection, accounts);
        try (PreparedStatement settle = connection.prepareStatement(SETTLE)) {
            settle.setArray(1, bigints(connection, accounts));
            settle.setArray(
                    2,
                    bigints(
                            connection,
                            ordered.stream().map(Movement::postedMicros).toList()));
            settle.setArray(
                    3,
                    bigints(
                            connection,
                            ordered.stream().map(Movement::releasedMicros).toList()));
            settle.setArray(
                    4,
                    connection.createArrayOf(
                            "int4", ordered.stream().map(Movement::parts).toArray()));
            settle.setLong(5, batch);
            settle.setString(6, reason);
            settle.setObject(7, at.atOffset(ZoneOffset.UTC));
            long charged = ordered.stream()
                    .filter(movement -> movement.postedMicros() > 0)
                    .count();
            try (ResultSet done = settle.executeQuery()) {
                done.next();
                expect(ordered.size(), done.getInt(1));
                expect(charged, done.getInt(2));
            }
        }
    }

    static void expect(long expected, int changed) {
        if (changed != expected) {
            throw new IllegalStateException(
                    changed + " balances moved, not " + expected + ": an account has no balance, or is there twice");
        }
    }

    static java.sql.Array bigints(Connection connection, Collection<Long> values) throws SQLException {
        long[] plain = new long[values.size()];
        int at = 0;
        for (long value : values) {
            plain[at++] = value;
        }
        return connection.createArrayOf("int8", box(plain));
    }

    private static Object[] box(long[] values) {
        Object[] boxed = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            boxed[i] = values[i];
        }
        return boxed;
    }

    @Override
    public boolean holds(long batch) {
        return jdbc.sql("SELECT 1 FROM billing.account_transactions WHERE batch = ? LIMIT 1")
                .param(batch)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    @Override
    public void open(Tx tx, long accountId, Money creditLimit) throws SQLException {
        try (PreparedStatement insert = tx.connection()
                .prepareStatement("INSERT INTO billing.account_balances (account_id, currency, credit_limit)"
                        + " VALUES (?, ?, ?)")) {
            insert.setLong(1, accountId);
            insert.setString(2, creditLimit.currency());
            insert.setBigDecimal(3, Money.decimal(creditLimit.micros()));
            insert.executeUpdate();
        }
    }

    @Override
    public TopUp topUp(long accountId, Money amount, String reference) {
        Payments.aboveZero(amount);
        return transactions.run(
                tx -> Payments.book(tx, accountId, Payments.Payment.of("topup", amount, reference, null)));
    }

    @Override
    public TopUp adjust(long accountId, Adjustment adjustment) {
        if (adjustment.amount().micros() == 0) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "amount", "must not be zero")
                    .exception();
        }
        return transactions.run(tx -> Payments.book(tx, accountId, Payments.Payment.of(adjustment)));
    }

    @Override
    public TopUp refund(long accountId, Refund refund) {
        Payments.aboveZero(refund.amount());
        return transactions.run(tx -> Payments.refund(tx, accountId, refund));
    }

    @Override
    public Transferred transfer(Transfer transfer) {
        Payments.aboveZero(transfer.amount());
        return transactions.run(tx -> Payments.transfer(tx, transfer));
    }

    static Refusal noBalance(long accountId) {
        return Refusal.of(Failure.NOT_FOUND, "there is no account " + accountId);
    }

    @Override
    public Balance creditLimit(long accountId, Money limit) {
        return transactions.run(tx -> {
            Balance known = Payments.locked(tx, accountId);
            Payments.checkCurrency(known, limit, "credit_limit");
            Balance changed = new Balance(accountId, known.balance(), known.reserved(), limit);
            Payments.checkFits(changed, "credit_limit");
            try (PreparedStatement update = tx.connection()
                    .prepareStatement("UPDATE billing.account_balances SET credit_limit = ?, updated_at = now()"
                            + " WHERE account_id = ?")) {
                update.setBigDecimal(1, Money.decimal(limit.micros()));
                update.setLong(2, accountId);
                expect(1, update.executeUpdate());
            }
            return changed;
        });
    }

    @Override
    public Optional<Balance> balance(long accountId) {
        return reads.sql(BALANCE)
                .param(accountId)
                .query((row, _) -> balance(row))
                .optional();
    }

    @Override
    public Map<Long, Balance> balances(Collection<Long> accountIds) {
        Map<Long, Balance> balances = new HashMap<>();
        reads.sql("SELECT account_id, currency, balance, reserved, credit_limit FROM billing.account_balances"
                        + " WHERE account_id = ANY (?)")
                .param((Object) accountIds.toArray(Long[]::new))
                .query((row, _) -> balances.put(row.getLong("account_id"), balance(row)))
                .list();
        return balances;
    }

    static Balance balance(ResultSet row) throws SQLException {
        String currency = row.getString("currency");
        return new Balance(
                row.getLong("account_id"),
                new Money(currency, Money.micros(row.getBigDecimal("balance"))),
                new Money(currency, Money.micros(row.getBigDecimal("reserved"))),
                new Money(currency, Money.micros(row.getBigDecimal("credit_limit"))));
    }

    @Override
    public List<Difference> audit(Tx tx, Instant settledBefore) throws SQLException {
        return BalanceCheck.balances(tx.connection(), settledBefore);
    }

    @Override
    public Optional<String> chargesDigest(Tx tx, String reason, long first, long last) throws SQLException {
        try (PreparedStatement select = tx.connection()
                .prepareStatement("SELECT count(*) || '.' ||"
                        + " coalesce(sum(hashtextextended(batch || ' ' || account_id || ' ' || amount, 0)), 0)"
                        + " FROM billing.account_transactions WHERE batch BETWEEN ? AND ? AND amount <> 0"
                        + " AND reason = ?")) {
            select.setLong(1, first);
            select.setLong(2, last);
            select.setString(3, reason);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return Optional.of(row.getString(1));
            }
        }
    }

    @Override
    public List<Entry> charges(Tx tx, String reason, long first, long last) throws SQLException {
        try (PreparedStatement select = tx.connection()
                .prepareStatement(
                        "SELECT * FROM billing.account_transactions WHERE batch BETWEEN ? AND ?" + " AND reason = ?")) {
            select.setLong(1, first);
            select.setLong(2, last);
            select.setString(3, reason);
            List<Entry> found = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(entry(rows));
                }
            }
            return found;
        }
    }

    @Override
    public List<Balance> balances(Tx tx) throws SQLException {
        try (PreparedStatement select =
                        tx.connection().prepareStatement("SELECT * FROM billing.account_balances ORDER BY account_id");
                ResultSet rows = select.executeQuery()) {
            List<Balance> found = new ArrayList<>();
            while (rows.next()) {
                found.add(balance(rows));
            }
            return found;
        }
    }

    @Override
    public Page<Entry> entries(LedgerFilter filter, String cursor, int limit) {
        return statements.entries(filter, cursor, limit);
    }

    @Override
    public Optional<Entry> entry(long id) {
        return statements.entry(id);
    }

    @Override
    public Optional<Money> balanceAt(long accountId, Instant at) {
        return pastBalances.at(accountId, at);
    }

    static Entry entry(ResultSet row) throws SQLException {
        UUID messageId = row.getObject("message_id", UUID.class);
        return new Entry(
                row.getLong("id"),
                row.getLong("account_id"),
                row.getLong("batch"),
                row.getString("direction").equals("credit"),
                new Money(row.getString("currency"), Money.micros(row.getBigDecimal("amount"))),
                row.getString("reason"),
                row.getInt("parts"),
                row.getString("external_ref"),
                row.getString("note"),
                row.getLong("counter_account_id"),
                messageId == null ? null : MessageId.of(messageId),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }
}
