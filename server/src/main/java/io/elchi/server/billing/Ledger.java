package io.elchi.server.billing;

import io.elchi.server.core.MessageId;
import io.elchi.server.core.Money;
import io.elchi.server.core.Page;
import io.elchi.server.db.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Moves money. What writes takes part in the caller's transaction; accounts are locked in the order of their ids,
/// so that two batches never wait for each other.
public interface Ledger {
    /// The reasons of entries that a batch has, one for each account: for messages, and for those from handsets.
    String SMS_CHARGE = "sms_charge";
    String INBOUND_CHARGE = "inbound_charge";

    /// The reservation of one message, for each payer.
    ///
    /// @param accounts the account, then the resellers above it; not to be changed
    /// @param micros what each of them must have, in its own currency; not to be changed
    record Claim(long[] accounts, long[] micros) {}

    /// A payer that cannot cover a claim.
    ///
    /// @param missingMicros what its available funds lack
    record Shortfall(long accountId, long missingMicros) {}

    /// The change of one account by a batch.
    ///
    /// @param postedMicros charged now
    /// @param releasedMicros reserved until now, for what is posted and for what will not be
    /// @param parts parts that are charged
    record Movement(long accountId, long postedMicros, long releasedMicros, int parts) {}

    /// An account's balance.
    record Balance(long accountId, Money balance, Money reserved, Money creditLimit) {
        /// What can be spent, in millionths. It may be larger than an amount can be, and is compared as it is.
        public long availableMicros() {
            return balance.micros() - reserved.micros() + creditLimit.micros();
        }

        /// What can be spent, to be shown: the nearest amount that fits.
        public Money available() {
            return Money.nearest(balance.currency(), availableMicros());
        }
    }

    /// The result of a payment.
    ///
    /// @param entry it was booked as
    /// @param repeated it was booked before; nothing changed
    record TopUp(Entry entry, Balance balance, boolean repeated) {}

    /// One entry of the ledger.
    ///
    /// @param batch names the charged parts; 0: none
    /// @param credit money in, not out
    /// @param reference of the payment, the correction or the transfer, or another system's id of its charge; null
    ///     when none
    /// @param note why there is a correction; null when none
    /// @param counterAccountId the other account of a transfer; 0: it is none
    /// @param messageId the message that is refunded; null when none
    record Entry(
            long id,
            long accountId,
            long batch,
            boolean credit,
            Money amount,
            String reason,
            int parts,
            String reference,
            String note,
            long counterAccountId,
            MessageId messageId,
            Instant at) {}

    /// Which entries are wanted; 0 and null are for all.
    ///
    /// @param credit money in, or money out
    /// @param from booked then or later
    /// @param before booked before
    /// @param leastMicros of the amount, which has no sign
    /// @param mostMicros of the amount
    record LedgerFilter(
            long accountId,
            String reason,
            Boolean credit,
            Instant from,
            Instant before,
            String reference,
            Long leastMicros,
            Long mostMicros) {
        public static LedgerFilter ofAccount(long accountId) {
            return new LedgerFilter(accountId, null, null, null, null, null, null, null);
        }
    }

    /// A correction of the balance.
    ///
    /// @param amount below zero: taken from the account; not zero
    /// @param reference names the correction
    /// @param note why
    /// @param mayOverdraw whether the available funds may be below zero afterwards
    record Adjustment(Money amount, String reference, String note, boolean mayOverdraw) {}

    /// Money back.
    ///
    /// @param amount above zero
    /// @param reference names the refund
    /// @param note why
    /// @param messageId for which message; null: for none
    /// @param charged what the account was charged for it in all, in the account's currency; null: for none
    record Refund(Money amount, String reference, String note, MessageId messageId, Money charged) {}

    /// Money from one account to another one of the same currency.
    ///
    /// @param amount above zero
    /// @param reference names the transfer, for both accounts
    /// @param note why; null when there is none
    /// @param open whether both accounts are active; else only the repetition of an earlier one is answered
    record Transfer(long fromAccount, long toAccount, Money amount, String reference, String note, boolean open) {}

    /// The result of a transfer.
    ///
    /// @param debit of the account that gives
    /// @param credit of the account that gets
    /// @param balance of the account that gives
    /// @param repeated it was booked before; nothing changed
    record Transferred(Entry debit, Entry credit, Balance balance, boolean repeated) {}

    /// Locks balances, in the order in which [#reserve] and [#settle] lock them: for a transaction that does both, and
    /// must wait for nobody who waits for it.
    void lock(Tx tx, Collection<Long> accounts) throws SQLException;

    /// Reserves claims in their order. A claim that one of its payers cannot cover is refused whole and takes
    /// nothing; those behind it are looked at with what is left.
    ///
    /// @return for each claim null, or the payer that lacks funds
    Shortfall[] reserve(Tx tx, List<Claim> claims) throws SQLException;

    /// Posts and releases. A batch that is there already ends the transaction with a duplicate key.
    ///
    /// @param batch never used before
    void settle(Tx tx, long batch, Collection<Movement> movements, Instant at) throws SQLException;

    /// Charges accounts for messages from handsets, whatever funds they have. The batch is another one than that of
    /// [#settle]; who calls both locks all accounts first.
    void chargeInbound(Tx tx, long batch, Collection<Movement> movements, Instant at) throws SQLException;

    /// Whether the batch is stored: the result of a commit whose answer was lost.
    boolean holds(long batch);

    /// Opens an account's balance at zero.
    void open(Tx tx, long accountId, Money creditLimit) throws SQLException;

    /// Pays money in, once for each reference.
    ///
    /// @param reference of the payment
    /// @throws io.elchi.server.core.RefusedException when there is no such balance; when the amount is not
    ///     above zero, not in the account's currency or does not fit; when the reference was booked with
    ///     another amount
    TopUp topUp(long accountId, Money amount, String reference);

    /// Corrects the balance by an entry of its own, once for each reference.
    ///
    /// @throws io.elchi.server.core.RefusedException when there is no such balance; when the amount is zero, not
    ///     in the account's currency or does not fit; when the reference was booked with another amount; when the
    ///     available funds would be below zero, unless that is allowed
    TopUp adjust(long accountId, Adjustment adjustment);

    /// Gives money back, once for each reference.
    ///
    /// @throws io.elchi.server.core.RefusedException when there is no such balance; when the amount is not above
    ///     zero, not in the account's currency or does not fit; when the reference was booked otherwise; when more
    ///     than the message was charged would be given back in all
    TopUp refund(long accountId, Refund refund);

    /// Moves money, once for each reference: both entries in one transaction. What the sender gives must be
    /// available to it.
    ///
    /// @throws io.elchi.server.core.RefusedException when one of the balances is not there or in another currency;
    ///     when the amount is not above zero or does not fit; when the reference was booked otherwise for one of
    ///     the accounts; when the sender has less; when one of them is suspended
    Transferred transfer(Transfer transfer);

    /// Changes how far below zero the balance may go.
    ///
    /// @throws io.elchi.server.core.RefusedException when there is no such balance, or it is in another
    ///     currency; when the balance and the limit together are larger than an amount can be
    Balance creditLimit(long accountId, Money limit);

    Optional<Balance> balance(long accountId);

    /// The balances of these accounts, as far as they have one, by account.
    Map<Long, Balance> balances(Collection<Long> accountIds);

    /// A difference between a sum and the rows it summarizes.
    ///
    /// @param expected by the sum of what it is made of
    record Difference(long accountId, String what, Money found, Money expected) {}

    /// Accounts whose balance is not the sum of their transactions, as the transaction sees it.
    /// Sums from the last sum that was right.
    ///
    /// @param settledBefore entries that are older than this are all there
    List<Difference> audit(Tx tx, Instant settledBefore) throws SQLException;

    /// A digest of the charges of the batches from `first` to `last`, made by the database; equal to that of
    /// the messages when every batch and account has the same sum on both sides. Empty when there is none.
    ///
    /// @param reason [#SMS_CHARGE] or [#INBOUND_CHARGE]
    Optional<String> chargesDigest(Tx tx, String reason, long first, long last) throws SQLException;

    /// Charges of the batches from `first` to `last`, as the transaction sees it.
    ///
    /// @param reason [#SMS_CHARGE] or [#INBOUND_CHARGE]
    List<Entry> charges(Tx tx, String reason, long first, long last) throws SQLException;

    /// Every account's balance, as the transaction sees it.
    List<Balance> balances(Tx tx) throws SQLException;

    /// Entries, newest first. A page may have fewer than the limit, or none, although others follow: one call
    /// looks through a limited number of entries.
    ///
    /// @param cursor of the page before; null: from the newest
    Page<Entry> entries(LedgerFilter filter, String cursor, int limit);

    /// All entries of an account, newest first.
    default Page<Entry> entries(long accountId, String cursor, int limit) {
        return entries(LedgerFilter.ofAccount(accountId), cursor, limit);
    }

    Optional<Entry> entry(long id);

    /// The sum of the entries up to a moment, that one included; empty when there is no such balance.
    ///
    /// @throws io.elchi.server.core.RefusedException when it takes all entries of the account, and another such
    ///     question is being answered
    Optional<Money> balanceAt(long accountId, Instant at);
}
