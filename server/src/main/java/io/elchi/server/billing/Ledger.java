package io.elchi.server.billing;

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
        public Money available() {
            return balance.minus(reserved).plus(creditLimit);
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
    /// @param reference of the payment or the adjustment; null when none
    /// @param note why there is an adjustment; null for other entries
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
            Instant at) {}

    /// A correction of the balance.
    ///
    /// @param amount below zero: taken from the account; not zero
    /// @param reference names the correction
    /// @param note why
    /// @param mayOverdraw whether the available funds may be below zero afterwards
    record Adjustment(Money amount, String reference, String note, boolean mayOverdraw) {}

    /// Reserves claims in their order. A claim that one of its payers cannot cover is refused whole and takes
    /// nothing; those behind it are looked at with what is left.
    ///
    /// @return for each claim null, or the payer that lacks funds
    Shortfall[] reserve(Tx tx, List<Claim> claims) throws SQLException;

    /// Posts and releases. A batch that is there already ends the transaction with a duplicate key.
    ///
    /// @param batch never used before
    void settle(Tx tx, long batch, Collection<Movement> movements, Instant at) throws SQLException;

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

    /// Changes how far below zero the balance may go.
    ///
    /// @throws io.elchi.server.core.RefusedException when there is no such balance, or it is in another
    ///     currency
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
    Optional<String> chargesDigest(Tx tx, long first, long last) throws SQLException;

    /// Charges of the batches from `first` to `last`, as the transaction sees it.
    List<Entry> charges(Tx tx, long first, long last) throws SQLException;

    /// Every account's balance, as the transaction sees it.
    List<Balance> balances(Tx tx) throws SQLException;

    /// Entries, newest first.
    ///
    /// @param accountId 0: of all accounts
    /// @param cursor of the page before; null: from the newest
    Page<Entry> entries(long accountId, String cursor, int limit);
}
