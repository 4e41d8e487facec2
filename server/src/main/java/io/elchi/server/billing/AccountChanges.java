package io.elchi.server.billing;

import io.elchi.server.accounts.AccountRegister;
import io.elchi.server.core.Money;
import io.elchi.server.db.Transactions;
import java.util.Optional;
import java.util.OptionalLong;
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
    /// @param version that the account must have, as [AccountRegister.RegisteredAccount#version]; empty: any
    /// @return the account as it is now; empty when there is none
    /// @throws io.elchi.server.core.RefusedException when an administrator's account would be suspended, or the
    ///     account has another version
    public Optional<AccountRegister.RegisteredAccount> change(
            long id, AccountRegister.Change change, Optional<Money> low, OptionalLong version) {
        return transactions.run(tx -> {
            JdbcClient jdbc = JdbcClient.create(new SingleConnectionDataSource(tx.connection(), true));
            AccountRegister register = new AccountRegister(jdbc);
            if (version.isPresent()) {
                register.expect(id, version.getAsLong());
            }
            Optional<AccountRegister.RegisteredAccount> changed = register.change(id, change);
            if (changed.isPresent() && low != null) {
                BalanceAlerts.set(jdbc, id, low);
            }
            return changed;
        });
    }
}
