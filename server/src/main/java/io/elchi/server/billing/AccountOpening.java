package io.elchi.server.billing;

import io.elchi.server.accounts.AccountStore;
import io.elchi.server.core.Money;
import io.elchi.server.db.Transactions;

/// Opens accounts: the account and its balance in one transaction, so that there is never one without the other.
public final class AccountOpening {
    private final AccountStore accounts;
    private final Ledger ledger;
    private final Transactions transactions;

    public AccountOpening(AccountStore accounts, Ledger ledger, Transactions transactions) {
        this.accounts = accounts;
        this.ledger = ledger;
        this.transactions = transactions;
    }

    /// @param creditLimit in the account's currency
    /// @return the new account's id
    /// @throws io.elchi.server.core.RefusedException when the parent cannot have such a child
    public long open(AccountStore.NewAccount wanted, Money creditLimit) {
        return transactions.run(tx -> {
            long id = accounts.create(tx, wanted);
            ledger.open(tx, id, creditLimit);
            return id;
        });
    }
}
