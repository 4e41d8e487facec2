package io.elchi.server.billing;

import io.elchi.server.accounts.AccountRegister;
import io.elchi.server.core.Money;
import io.elchi.server.db.Transactions;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/// Changes accounts: the account and its threshold in one transaction, so that a change that failed changed
/// nothing.
public final class AccountChanges {
    private final Transactions transactions;

    AccountChanges(Transactions transactions) {
        this.transactions = transactions;
    }

    /// @param low from now on the account gets an event when less than this is available, in its currency; empty:
    ///     no more; null: as before
    /// @return the account as it is now; empty when there is none
    /// @throws io.elchi.server.core.RefusedException when an administrator's account would be suspended
    public Optional<AccountRegister.RegisteredAccount> change(
            long id, AccountRegister.Change change, Optional<Money> low) {
        return transactions.run(tx -> {
            JdbcClient jdbc = JdbcClient.create(new SingleConnectionDataSource(tx.connection(), true));
            Optional<AccountRegister.RegisteredAccount> changed = new AccountRegister(jdbc).change(id, change);
            if (changed.isPresent() && low != null) {
                BalanceAlerts.set(jdbc, id, low);
            }
            return changed;
        });
    }
}
