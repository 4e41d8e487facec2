package io.elchi.server.billing.ledger;

import io.elchi.server.billing.Ledger.Balance;
import io.elchi.server.billing.Ledger.Entry;
import io.elchi.server.billing.Ledger.TopUp;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Money;
import io.elchi.server.core.Refusal;
import io.elchi.server.db.Tx;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// Books payments and their corrections, each once for its reference. The balance is locked first, so that two
/// requests with one reference follow one another.
final class Payments {
    private Payments() {}

    /// What an administrator books.
    ///
    /// @param kind `topup` or `adjustment`
    /// @param amount below zero: taken from the account
    /// @param note why; null when there is none
    /// @param mayOverdraw whether the available funds may be below zero afterwards
    record Payment(String kind, Money amount, String reference, String note, boolean mayOverdraw) {
        private boolean isCredit() {
            return !amount.isNegative();
        }

        /// Entries have no sign, but a direction.
        private Money unsigned() {
            return isCredit() ? amount : Money.zero(amount.currency()).minus(amount);
        }
    }

    static TopUp book(Tx tx, long accountId, Payment payment) throws SQLException {
        Balance before = locked(tx, accountId);
        checkCurrency(before, payment.amount(), "amount");
        boolean booked = insert(tx, accountId, payment);
        Entry entry = bookedAs(tx, accountId, payment);
        if (!booked) {
            if (!entry.amount().equals(payment.unsigned()) || entry.credit() != payment.isCredit()) {
                throw Refusal.ofField(
                                Failure.CONFLICT,
                                "reference",
                                "was booked with " + (entry.credit() ? "" : "-") + entry.amount() + " before")
                        .exception();
            }
            return new TopUp(entry, before, true);
        }
        Balance after = new Balance(
                accountId, plus(before.balance(), payment.amount()), before.reserved(), before.creditLimit());
        checkFunds(payment, after);
        try (PreparedStatement update = tx.connection()
                .prepareStatement("UPDATE billing.account_balances SET balance = balance + ?, updated_at = now()"
                        + " WHERE account_id = ?")) {
            update.setBigDecimal(1, Money.decimal(payment.amount().micros()));
            update.setLong(2, accountId);
            PgLedger.expect(1, update.executeUpdate());
        }
        return new TopUp(entry, after, false);
    }

    /// What is reserved belongs to messages that are on their way. The transaction, and the entry with it, is
    /// rolled back.
    private static void checkFunds(Payment payment, Balance after) {
        if (payment.isCredit() || payment.mayOverdraw() || !after.available().isNegative()) {
            return;
        }
        Money missing = Money.zero(payment.amount().currency()).minus(after.available());
        throw Refusal.ofField(
                        Failure.INSUFFICIENT_FUNDS,
                        "amount",
                        "the available funds would be below zero: " + missing + " are missing; allow_overdraft permits"
                                + " it")
                .exception();
    }

    static void checkCurrency(Balance balance, Money amount, String field) {
        String currency = balance.balance().currency();
        if (!currency.equals(amount.currency())) {
            throw Refusal.ofField(Failure.INVALID_FIELD, field + ".currency", "the account has " + currency)
                    .exception();
        }
    }

    private static Money plus(Money balance, Money amount) {
        try {
            return balance.plus(amount);
        } catch (ArithmeticException e) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "amount", e.getMessage())
                    .exception();
        }
    }

    private static Balance locked(Tx tx, long accountId) throws SQLException {
        try (PreparedStatement select = tx.connection().prepareStatement(PgLedger.BALANCE + " FOR UPDATE")) {
            select.setLong(1, accountId);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw PgLedger.noBalance(accountId).exception();
                }
                return PgLedger.balance(row);
            }
        }
    }

    private static Entry bookedAs(Tx tx, long accountId, Payment payment) throws SQLException {
        try (PreparedStatement select = tx.connection()
                .prepareStatement("SELECT * FROM billing.account_transactions"
                        + " WHERE account_id = ? AND reason = ? AND external_ref = ?")) {
            select.setLong(1, accountId);
            select.setString(2, payment.kind());
            select.setString(3, payment.reference());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return PgLedger.entry(row);
            }
        }
    }

    private static boolean insert(Tx tx, long accountId, Payment payment) throws SQLException {
        try (PreparedStatement insert = tx.connection()
                .prepareStatement("INSERT INTO billing.account_transactions"
                        + " (account_id, direction, amount, currency, reason, external_ref, note)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
            insert.setLong(1, accountId);
            insert.setString(2, payment.isCredit() ? "credit" : "debit");
            insert.setBigDecimal(3, Money.decimal(payment.unsigned().micros()));
            insert.setString(4, payment.amount().currency());
            insert.setString(5, payment.kind());
            insert.setString(6, payment.reference());
            insert.setString(7, payment.note());
            return insert.executeUpdate() > 0;
        }
    }
}
