package io.elchi.server.adminapi;

import io.elchi.server.accounts.AccountRegister;
import io.elchi.server.accounts.Caller;
import io.elchi.server.billing.Ledger;
import io.elchi.server.core.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// An account with its place in the tree and its balance.
///
/// @param effectiveStatus suspended also when an account above it is
/// @param ancestors nearest first, the root last
record AccountView(
        long id,
        Long parentId,
        String type,
        String name,
        String status,
        String effectiveStatus,
        String waiting,
        String currency,
        String externalRef,
        String contact,
        int ratePerSecond,
        int maxParts,
        int weight,
        String defaultCountry,
        Integer contentDays,
        List<Ancestor> ancestors,
        BalanceView balance,
        Money balanceLow,
        Instant createdAt,
        Instant updatedAt) {
    /// Of the accounts above it a tenant sees those from its own down.
    AccountView seenBy(Caller caller) {
        if (caller.isStaff()) {
            return this;
        }
        List<Ancestor> seen = new ArrayList<>();
        for (Ancestor above : id == caller.account().id() ? List.<Ancestor>of() : ancestors) {
            seen.add(above);
            if (above.id == caller.account().id()) {
                break;
            }
        }
        return new AccountView(
                id,
                seen.isEmpty() ? null : parentId,
                type,
                name,
                status,
                effectiveStatus,
                waiting,
                currency,
                externalRef,
                contact,
                ratePerSecond,
                maxParts,
                weight,
                defaultCountry,
                contentDays,
                seen,
                balance,
                balanceLow,
                createdAt,
                updatedAt);
    }

    /// An account above it.
    record Ancestor(long id, String type, String name, String status) {}

    /// @param balance null: it has none
    /// @param low the threshold of its balance in millionths; null: none
    static AccountView of(AccountRegister.RegisteredAccount entry, Ledger.Balance balance, Long low) {
        return new AccountView(
                entry.id(),
                entry.above().isEmpty() ? null : entry.above().getFirst().id(),
                entry.type().text(),
                entry.name(),
                ActiveStatus.text(entry.active()),
                ActiveStatus.text(entry.open()),
                entry.active() ? null : (entry.cancelWaiting() ? WaitingMessages.CANCEL : WaitingMessages.HOLD).text(),
                entry.currency(),
                entry.externalRef(),
                entry.contact(),
                entry.ratePerSecond(),
                entry.maxParts(),
                entry.weight(),
                entry.defaultCountry(),
                entry.contentDays() == 0 ? null : entry.contentDays(),
                entry.above().stream()
                        .map(above -> new Ancestor(
                                above.id(), above.type().text(), above.name(), ActiveStatus.text(above.active())))
                        .toList(),
                balance == null ? null : BalanceView.of(balance),
                low == null ? null : new Money(entry.currency(), low),
                entry.createdAt(),
                entry.updatedAt());
    }
}
