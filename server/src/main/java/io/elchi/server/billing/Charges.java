package io.elchi.server.billing;

import io.elchi.server.core.Money;
import io.elchi.server.core.Page;
import io.elchi.server.db.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Charges of other systems, through the same balances and the same ledger: reserved first and then posted or
/// voided, or posted at once. Each is named by its account and the id that the other system gave, so that a
/// request that is repeated does nothing more. The account's own balance decides and pays; resellers above it do
/// not.
public interface Charges {
    /// Where a charge is.
    enum ChargeState {
        RESERVED,
        POSTED,
        VOIDED,
        EXPIRED;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<ChargeState> of(String text) {
            return Arrays.stream(values())
                    .filter(state -> state.text().equals(text))
                    .findFirst();
        }
    }

    /// What is asked for.
    enum ChargeAction {
        RESERVE,
        POST,
        VOID
    }

    /// A charge as it is now.
    ///
    /// @param externalId the other system's
    /// @param reserved what was reserved; null: it was posted at once
    /// @param posted what was booked; null: nothing
    /// @param description null when none was given
    /// @param expiresAt of the reservation; null: there was none
    /// @param endedAt when it was posted or voided, or had expired; null: it is reserved
    record ExternalCharge(
            long id,
            long accountId,
            String externalId,
            ChargeState state,
            Money reserved,
            Money posted,
            String description,
            Instant expiresAt,
            Instant createdAt,
            Instant endedAt) {}

    /// One step of a charge.
    ///
    /// @param amount above zero; null: all that is reserved
    /// @param description null when there is none
    /// @param expiresIn of a reservation; null: by the settings
    /// @param accountOpen whether the account may spend; when not, nothing is reserved or posted that was not
    ///     reserved before
    record ChargeRequest(
            long accountId,
            String externalId,
            ChargeAction action,
            Money amount,
            String description,
            Duration expiresIn,
            boolean accountOpen) {}

    /// The result of a step.
    ///
    /// @param repeated it was done before; nothing changed
    record Charged(ExternalCharge charge, Ledger.Balance balance, boolean repeated) {}

    /// Reserves, posts or voids.
    ///
    /// @throws io.elchi.server.core.RefusedException when there is no such balance or charge; when the amount is
    ///     not above zero, not in the account's currency, or more than was reserved; when the available funds do
    ///     not cover it; when the charge was made with another amount or has ended otherwise
    Charged request(ChargeRequest request);

    Optional<ExternalCharge> find(long accountId, String externalId);

    /// Charges, newest first.
    ///
    /// @param accountId 0: of all accounts
    /// @param state null: all
    /// @param cursor of the page before; null: from the newest
    Page<ExternalCharge> page(long accountId, ChargeState state, String cursor, int limit);

    /// Ends reservations whose time is over; to be called every few seconds.
    void expire();

    /// What open charges hold of each account, in millionths, as the transaction sees it.
    Map<Long, Long> held(Tx tx);
}
