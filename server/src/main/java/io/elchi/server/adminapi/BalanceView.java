package io.elchi.server.adminapi;

import io.elchi.server.billing.Ledger;
import io.elchi.server.core.Money;

/// An account's balance.
record BalanceView(long accountId, Money available, Money balance, Money reserved, Money creditLimit) {
    static BalanceView of(Ledger.Balance balance) {
        return new BalanceView(
                balance.accountId(), balance.available(), balance.balance(), balance.reserved(), balance.creditLimit());
    }
}
