package io.elchi.server.billing.ledger;

import io.elchi.server.billing.Ledger.Adjustment;
import io.elchi.server.billing.Ledger.Balance;
import io.elchi.server.billing.Ledger.Entry;
import io.elchi.server.billing.Ledger.Refund;
import io.elchi.server.billing.Ledger.TopUp;
import io.elchi.server.billing.Ledger.Transfer;
import io.elchi.server.billing.Ledger.Transferred;
import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.Money;
import io.elchi.server.core.Refusal;
import io.elchi.server.db.Tx;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Objects;

/// Books payments and their corrections, each once for its reference. The balance is locked first, so that two
/// requests with one reference follow one another.
final class Payments {
    private Payments() {}

    /// What is booked.
    ///
    /// @param kind `topup`, `adjustment`, `refund`, `transfer` or `charge`
    /// @param amount below zero: taken from the account
    /// @param note why; null when there is none
    /// @param mayOverdraw whether the available funds may be below zero afterwards
    /// @param counterAccountId the other account of a transfer; 0: it is none
    /// @param messageId of a refund; null when none
    record Payment(
            String kind,
            Money amount,
            String reference,
            String note,
            boolean mayOverdraw,
            long counterAccountId,
            MessageId messageId) {
        /// One that never overdraws, or may not.
        static Payment of(String kind, Money amount, String reference, String note) {
            return new Payment(kind, amount, reference, note, false, 0, null);
        }

        static Payment of(Adjustment adjustment) {
            return new Payment(
                    "adjustment",
                    adjustment.amount(),
                    adjustment.reference(),
                    adjustment.note(),
                    adjustment.mayOverdraw(),
                    0,
                    null);
        }

        private boolean isCredit() {
            return !amount.isNegative();
        }

        /// Entries have no sign, but a direction.
        private Money unsigned() {
            return isCredit() ? amount : negative(amount);
        }

        private boolean isAs(Entry entry) {
            return entry.amount().equals(unsigned())
                    && entry.credit() == isCredit()
                    && entry.counterAccountId() == counterAccountId
                    && Objects.equals(entry.messageId(), messageId);
        }
    }

    static Money negative(Money amount) {
        return Money.zero(amount.currency()).minus(amount);
    }

    static void aboveZero(Money amount) {
        if (amount.micros() <= 0) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "amount", "must be above zero")
                    .exception();
        }
    }

    static TopUp refund(Tx tx, long accountId, Refund refund) throws SQLException {
        TopUp booked = book(
                tx,
                accountId,
                new Payment(
                        "refund", refund.amount(), refund.reference(), refund.note(), false, 0, refund.messageId()));
        if (refund.messageId() != null && !booked.repeated()) {
            // Two amounts may be more than one can be.
            long refunded = refunded(tx, accountId, refund);
            if (refunded > refund.charged().micros()) {
                // The entry goes with the transaction.
                throw Refusal.ofField(
                                Failure.CONFLICT,
                                "amount",
                                "the message was charged " + refund.charged() + ", and "
                                        + Money.decimal(refunded).toPlainString() + " would be refunded in all")
                        .exception();
            }
        }
        return booked;
    }

    /// With the one that is being booked.
    private static long refunded(Tx tx, long accountId, Refund refund) throws SQLException {
        try (PreparedStatement select = tx.connection()
                .prepareStatement("SELECT sum(amount) FROM billing.account_transactions WHERE account_id = ?"
                        + " AND reason = 'refund' AND message_id = ?")) {
            select.setLong(1, accountId);
            select.setObject(2, refund.messageId().uuid());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return Money.micros(row.getBigDecimal(1));
            }
        }
    }

    /// Both balances are locked in the order of their ids, as batches lock them.
    static Transferred transfer(Tx tx, Transfer transfer) throws SQLException {
        long from = transfer.fromAccount();
        long to = transfer.toAccount();
        locked(tx, Math.min(from, to));
        locked(tx, Math.max(from, to));
        TopUp given = book(tx, from, payment(transfer, negative(transfer.amount()), to));
        TopUp got = book(tx, to, payment(transfer, transfer.amount(), from));
        if (given.repeated() != got.repeated()) {
            throw Refusal.ofField(Failure.CONFLICT, "reference", "was booked for one of the accounts before")
                    .exception();
        }
        if (!given.repeated() && !transfer.open()) {
            // The entries go with the transaction.
            throw Refusal.of(Failure.ACCOUNT_SUSPENDED).exception();
        }
        return new Transferred(given.entry(), got.entry(), given.balance(), given.repeated());
    }

    private static Payment payment(Transfer transfer, Money amount, long counterAccount) {
        return new Payment("transfer", amount, transfer.reference(), transfer.note(), false, counterAccount, null);
    }

    static TopUp book(Tx tx, long accountId, Payment payment) throws SQLException {
        Balance before = locked(tx, accountId);
        checkCurrency(before, payment.amount(), "amount");
        boolean booked = insert(tx, accountId, payment);
        Entry entry = bookedAs(tx, accountId, payment);
        if (!booked) {
            if (!payment.isAs(entry)) {
                throw Refusal.ofField(Failure.CONFLICT, "reference", bookedBefore(entry))
                        .exception();
            }
            return new TopUp(entry, before, true);
        }
        Balance after = new Balance(
                accountId, plus(before.balance(), payment.amount()), before.reserved(), before.creditLimit());
        checkFunds(payment, after);
        if (payment.isCredit()) {
            checkFits(after, "amount");
        }
        try (PreparedStatement update = tx.connection()
                .prepareStatement("UPDATE billing.account_balances SET balance = balance + ?, updated_at = now()"
                        + " WHERE account_id = ?")) {
            update.setBigDecimal(1, Money.decimal(payment.amount().micros()));
            update.setLong(2, accountId);
            PgLedger.expect(1, update.executeUpdate());
        }
        return new TopUp(entry, after, false);
    }

    private static String bookedBefore(Entry entry) {
        String with = "was booked with " + (entry.credit() ? "" : "-") + entry.amount() + " before";
        if (entry.counterAccountId() != 0) {
            return with + ", and with the account " + entry.counterAccountId();
        }
        return entry.messageId() == null ? with : with + ", for the message " + entry.messageId();
    }

    /// What is reserved belongs to messages that are on their way. The transaction, and the entry with it, is
    /// rolled back.
    private static void checkFunds(Payment payment, Balance after) {
        if (payment.isCredit() || payment.mayOverdraw() || after.availableMicros() >= 0) {
            return;
        }
        String missing = "the available funds would be below zero: "
                + Money.nearest(after.balance().currency(), -after.availableMicros()) + " are missing";
        throw Refusal.ofField(
                        Failure.INSUFFICIENT_FUNDS,
                        "amount",
                        payment.kind().equals("adjustment") ? missing + "; allow_overdraft permits it" : missing)
                .exception();
    }

    /// All that an account may spend can be reserved, as one amount.
    static void checkFits(Balance balance, String field) {
        if (balance.balance().micros() + balance.creditLimit().micros() > Money.MOST_MICROS) {
            throw Refusal.ofField(
                            Failure.INVALID_FIELD,
                            field,
                            "the balance and the credit limit together would be more than "
                                    + Money.decimal(Money.MOST_MICROS).toPlainString())
                    .exception();
        }
    }

    static void checkCurrency(Balance balance, Money amount, String field) {
        String currency = balance.balance().currency();
        if (!currency.equals(amount.currency())) {
            throw Refusal.ofField(Failure.INVALID_FIELD, field + ".currency", "the account has " + currency)
                    .exception();
        }
    }

    static Money plus(Money balance, Money amount) {
        try {
            return balance.plus(amount);
        } catch (ArithmeticException e) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "amount", e.getMessage())
                    .exception();
        }
    }

    static Balance locked(Tx tx, long accountId) throws SQLException {
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
                        + " (account_id, direction, amount, currency, reason, external_ref, note,"
                        + " counter_account_id, message_id) VALUES (?, ?, ?, ?, ?, ?, ?, nullif(?, 0), ?)"
                        + " ON CONFLICT DO NOTHING")) {
            insert.setLong(1, accountId);
            insert.setString(2, payment.isCredit() ? "credit" : "debit");
            insert.setBigDecimal(3, Money.decimal(payment.unsigned().micros()));
            insert.setString(4, payment.amount().currency());
            insert.setString(5, payment.kind());
            insert.setString(6, payment.reference());
            insert.setString(7, payment.note());
            insert.setLong(8, payment.counterAccountId());
            insert.setObject(
                    9, payment.messageId() == null ? null : payment.messageId().uuid(), Types.OTHER);
            return insert.executeUpdate() > 0;
        }
    }
}
