package io.elchi.server.billing.ledger;

import io.elchi.server.billing.Charges;
import io.elchi.server.billing.Ledger.Balance;
import io.elchi.server.core.Clock;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Money;
import io.elchi.server.core.Page;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.db.Transactions;
import io.elchi.server.db.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/// Charges in PostgreSQL. Each step locks the account's balance first and reads the charge then, so that two
/// requests with one id follow one another, whichever process they reach.
public final class PgCharges implements Charges {
    /// Reservations that end in one transaction: the balances of their accounts are locked meanwhile.
    private static final int PAGE = 100;

    private static final String LOCK = "SELECT count(*) FROM (SELECT 1 FROM billing.account_balances"
            + " WHERE account_id = ANY (?) ORDER BY account_id FOR UPDATE) locked";
    private static final String EXPIRE = "WITH ended AS (UPDATE billing.charges SET state = 'expired', ended_at = ?"
            + " WHERE id = ANY (?) AND state = 'reserved' RETURNING account_id, reserved),"
            + " freed AS (UPDATE billing.account_balances b SET reserved = b.reserved - e.sum, updated_at = now()"
            + " FROM (SELECT account_id, sum(reserved) AS sum FROM ended GROUP BY account_id) e"
            + " WHERE b.account_id = e.account_id RETURNING 1) SELECT count(*) FROM freed";
    private static final String INSERT =
            "INSERT INTO billing.charges (account_id, external_id, state, currency, reserved,"
                    + " posted, description, expires_at, created_at, ended_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                    + " RETURNING *";

    private final JdbcClient reads;
    private final Transactions transactions;
    private final Clock clock;
    private final Duration expiry;

    /// @param reads for what is only looked at
    /// @param expiry of reservations that name none
    public PgCharges(JdbcClient reads, Transactions transactions, Clock clock, Duration expiry) {
        this.reads = reads;
        this.transactions = transactions;
        this.clock = clock;
        this.expiry = expiry;
    }

    @Override
    public Charged request(ChargeRequest request) {
        if (request.amount() != null) {
            Payments.aboveZero(request.amount());
        }
        return transactions.run(tx -> {
            Balance balance = Payments.locked(tx, request.accountId());
            if (request.amount() != null) {
                Payments.checkCurrency(balance, request.amount(), "amount");
            }
            JdbcClient jdbc = jdbc(tx);
            ExternalCharge known =
                    find(jdbc, request.accountId(), request.externalId()).orElse(null);
            return switch (request.action()) {
                case RESERVE ->
                    known == null ? reserve(jdbc, request, balance) : reservedAgain(request, known, balance);
                case POST -> known == null ? postAtOnce(tx, jdbc, request) : post(tx, jdbc, request, known, balance);
                case VOID -> release(jdbc, request, known, balance);
            };
        });
    }

    private static JdbcClient jdbc(Tx tx) {
        return JdbcClient.create(new SingleConnectionDataSource(tx.connection(), true));
    }

    private Charged reserve(JdbcClient jdbc, ChargeRequest request, Balance before) {
        Money amount = amount(request);
        checkOpen(request);
        Money reserved = Payments.plus(before.reserved(), amount);
        long missing = amount.micros() - before.availableMicros();
        if (missing > 0) {
            throw Refusal.ofField(
                            Failure.INSUFFICIENT_FUNDS,
                            "amount",
                            Money.nearest(amount.currency(), missing) + " are missing")
                    .exception();
        }
        move(jdbc, request.accountId(), amount);
        Instant now = clock.now();
        Instant expiresAt = now.plus(request.expiresIn() == null ? expiry : request.expiresIn());
        ExternalCharge charge = insert(jdbc, request, ChargeState.RESERVED, expiresAt, now);
        return new Charged(
                charge, new Balance(before.accountId(), before.balance(), reserved, before.creditLimit()), false);
    }

    /// Nothing is held any more for one that was voided or has expired: an answer as of success would mislead.
    private static Charged reservedAgain(ChargeRequest request, ExternalCharge known, Balance balance) {
        if (known.state() == ChargeState.VOIDED || known.state() == ChargeState.EXPIRED) {
            throw ended(known);
        }
        if (!amount(request).equals(known.reserved())) {
            throw another("amount", known.reserved() == null ? "was posted at once" : "was " + known.reserved());
        }
        return new Charged(known, balance, true);
    }

    private Charged postAtOnce(Tx tx, JdbcClient jdbc, ChargeRequest request) throws SQLException {
        amount(request);
        checkOpen(request);
        Balance after = book(tx, request, request.amount(), request.description(), false);
        return new Charged(insert(jdbc, request, ChargeState.POSTED, null, clock.now()), after, false);
    }

    private Charged post(Tx tx, JdbcClient jdbc, ChargeRequest request, ExternalCharge known, Balance balance)
            throws SQLException {
        if (known.state() == ChargeState.POSTED) {
            Money asked = request.amount() == null && known.reserved() != null ? known.posted() : amount(request);
            if (!asked.equals(known.posted())) {
                throw another("amount", "was posted with " + known.posted());
            }
            return new Charged(known, balance, true);
        }
        if (known.state() != ChargeState.RESERVED) {
            throw ended(known);
        }
        Money amount = request.amount() == null ? known.reserved() : request.amount();
        if (amount.compareTo(known.reserved()) > 0) {
            throw another("amount", "is more than was reserved: " + known.reserved());
        }
        move(jdbc, request.accountId(), Payments.negative(known.reserved()));
        // What was reserved is paid, even if the credit limit became lower meanwhile.
        String note = request.description() == null ? known.description() : request.description();
        Balance after = book(tx, request, amount, note, true);
        return new Charged(end(jdbc, known, ChargeState.POSTED, amount), after, false);
    }

    private Charged release(JdbcClient jdbc, ChargeRequest request, ExternalCharge known, Balance before) {
        if (known == null) {
            throw Refusal.of(Failure.NOT_FOUND, "there is no charge " + request.externalId())
                    .exception();
        }
        if (known.state() == ChargeState.POSTED) {
            throw ended(known);
        }
        if (known.state() != ChargeState.RESERVED) {
            return new Charged(known, before, true);
        }
        move(jdbc, request.accountId(), Payments.negative(known.reserved()));
        Money reserved = before.reserved().minus(known.reserved());
        return new Charged(
                end(jdbc, known, ChargeState.VOIDED, null),
                new Balance(before.accountId(), before.balance(), reserved, before.creditLimit()),
                false);
    }

    private static Money amount(ChargeRequest request) {
        if (request.amount() == null) {
            throw Refusal.ofField(Failure.MISSING_FIELD, "amount", "nothing is reserved")
                    .exception();
        }
        return request.amount();
    }

    private static void checkOpen(ChargeRequest request) {
        if (!request.accountOpen()) {
            throw Refusal.of(Failure.ACCOUNT_SUSPENDED).exception();
        }
    }

    private static RefusedException ended(ExternalCharge known) {
        return another("external_id", "the charge is " + known.state().text());
    }

    private static RefusedException another(String field, String detail) {
        return Refusal.ofField(Failure.CONFLICT, field, detail).exception();
    }

    private static Balance book(Tx tx, ChargeRequest request, Money amount, String note, boolean mayOverdraw)
            throws SQLException {
        return Payments.book(
                        tx,
                        request.accountId(),
                        new Payments.Payment(
                                "charge", Payments.negative(amount), request.externalId(), note, mayOverdraw, 0, null))
                .balance();
    }

    /// @param amount reserved from now on; below zero: no more
    private static void move(JdbcClient jdbc, long accountId, Money amount) {
        PgLedger.expect(
                1,
                jdbc.sql("UPDATE billing.account_balances SET reserved = reserved + ?, updated_at = now()"
                                + " WHERE account_id = ?")
                        .params(Money.decimal(amount.micros()), accountId)
                        .update());
    }

    private static ExternalCharge insert(
            JdbcClient jdbc, ChargeRequest request, ChargeState state, Instant expiresAt, Instant now) {
        boolean posted = state == ChargeState.POSTED;
        var amount = Money.decimal(request.amount().micros());
        return jdbc.sql(INSERT)
                .param(request.accountId())
                .param(request.externalId())
                .param(state.text())
                .param(request.amount().currency())
                .param(posted ? null : amount)
                .param(posted ? amount : null)
                .param(request.description())
                .param(expiresAt == null ? null : expiresAt.atOffset(ZoneOffset.UTC))
                .param(now.atOffset(ZoneOffset.UTC))
                .param(posted ? now.atOffset(ZoneOffset.UTC) : null)
                .query((row, _) -> charge(row))
                .single();
    }

    private ExternalCharge end(JdbcClient jdbc, ExternalCharge known, ChargeState state, Money posted) {
        return jdbc.sql("UPDATE billing.charges SET state = ?, posted = ?, ended_at = ? WHERE id = ? RETURNING *")
                .param(state.text())
                .param(posted == null ? null : Money.decimal(posted.micros()))
                .param(clock.now().atOffset(ZoneOffset.UTC))
                .param(known.id())
                .query((row, _) -> charge(row))
                .single();
    }

    @Override
    public Optional<ExternalCharge> find(long accountId, String externalId) {
        return find(reads, accountId, externalId);
    }

    private static Optional<ExternalCharge> find(JdbcClient jdbc, long accountId, String externalId) {
        return jdbc.sql("SELECT * FROM billing.charges WHERE account_id = ? AND external_id = ?")
                .params(accountId, externalId)
                .query((row, _) -> charge(row))
                .optional();
    }

    @Override
    public Page<ExternalCharge> page(long accountId, ChargeState state, String cursor, int limit) {
        // Two statements, so that each is planned for what it asks.
        String whose = accountId == 0 ? "? = 0" : "account_id = ?";
        List<ExternalCharge> found = reads.sql("SELECT * FROM billing.charges WHERE " + whose
                        + " AND (?::text IS NULL OR state = ?) AND id < ? ORDER BY id DESC LIMIT ?")
                .param(accountId)
                .param(state == null ? null : state.text())
                .param(state == null ? null : state.text())
                .param(Page.id(cursor, Long.MAX_VALUE))
                .param(limit + 1)
                .query((row, _) -> charge(row))
                .list();
        return Page.of(found, limit, ExternalCharge::id);
    }

    @Override
    public void expire() {
        while (transactions.run(this::expirePage) == PAGE) {
            // There may be more.
        }
    }

    private int expirePage(Tx tx) {
        JdbcClient jdbc = jdbc(tx);
        OffsetDateTime now = clock.now().atOffset(ZoneOffset.UTC);
        Map<Long, Long> due = new HashMap<>();
        jdbc.sql("SELECT id, account_id FROM billing.charges WHERE state = 'reserved' AND expires_at <= ?"
                        + " ORDER BY expires_at LIMIT " + PAGE)
                .param(now)
                .query((row, _) -> due.put(row.getLong(1), row.getLong(2)))
                .list();
        if (!due.isEmpty()) {
            jdbc.sql(LOCK)
                    .param(due.values().toArray(Long[]::new))
                    .query(Long.class)
                    .single();
            jdbc.sql(EXPIRE)
                    .params(now, due.keySet().toArray(Long[]::new))
                    .query(Long.class)
                    .single();
        }
        return due.size();
    }

    @Override
    public Map<Long, Long> held(Tx tx) {
        Map<Long, Long> held = new HashMap<>();
        jdbc(tx).sql(
                        "SELECT account_id, sum(reserved) FROM billing.charges WHERE state = 'reserved' GROUP BY account_id")
                .query((row, _) -> held.put(row.getLong(1), Money.micros(row.getBigDecimal(2))))
                .list();
        return held;
    }

    private static ExternalCharge charge(ResultSet row) throws SQLException {
        String currency = row.getString("currency");
        return new ExternalCharge(
                row.getLong("id"),
                row.getLong("account_id"),
                row.getString("external_id"),
                ChargeState.of(row.getString("state")).orElseThrow(),
                money(row, "reserved", currency),
                money(row, "posted", currency),
                row.getString("description"),
                instant(row, "expires_at"),
                instant(row, "created_at"),
                instant(row, "ended_at"));
    }

    private static Money money(ResultSet row, String column, String currency) throws SQLException {
        var amount = row.getBigDecimal(column);
        return amount == null ? null : new Money(currency, Money.micros(amount));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
