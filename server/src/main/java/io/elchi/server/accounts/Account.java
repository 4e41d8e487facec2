package io.elchi.server.accounts;

import io.elchi.server.core.Payer;
import java.util.List;
import java.util.Locale;

/// An account as the tables have it.
///
/// @param parentId 0 for the root
/// @param standing the worst of its own and of those above it
/// @param ratePerSecond parts a second
/// @param maxParts parts of one message
/// @param weight its share when several accounts wait for one operator
/// @param defaultCountry ISO 3166 code of the country whose numbers it may write without a plus; null: none
/// @param contentDays how many days the texts of its messages can be read; 0: as long as their records are kept
/// @param payers who pays for its messages: itself, then the resellers above it, nearest first; the administrator
///     pays nothing
public record Account(
        long id,
        long parentId,
        Type type,
        String name,
        String externalRef,
        String contact,
        Standing standing,
        String currency,
        int ratePerSecond,
        int maxParts,
        int weight,
        String defaultCountry,
        int contentDays,
        List<Payer> payers) {
    public Account {
        payers = List.copyOf(payers);
    }

    /// This account at its place in the tree.
    Account placed(Standing worst, List<Payer> whoPay) {
        return new Account(
                id,
                parentId,
                type,
                name,
                externalRef,
                contact,
                worst,
                currency,
                ratePerSecond,
                maxParts,
                weight,
                defaultCountry,
                contentDays,
                whoPay);
    }

    /// Whether it, and every account above it, is active.
    public boolean active() {
        return standing == Standing.ACTIVE;
    }

    /// What an account may, best first.
    public enum Standing {
        ACTIVE,
        /// It can do nothing; what waits to be sent is held.
        SUSPENDED,
        /// It can do nothing; what waits to be sent is canceled when it is its turn.
        CANCELING;

        Standing worse(Standing other) {
            return compareTo(other) < 0 ? other : this;
        }
    }

    /// The type of an account.
    public enum Type {
        ADMIN,
        RESELLER,
        CLIENT;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
