package io.elchi.server.intake;

import io.elchi.server.core.Money;

/// How a message may be written, and what it may cost.
///
/// @param smart whether typographic characters become the plain ones that read the same, where that saves parts
/// @param maxParts it may have at most so many; 0: as many as the account may send
/// @param truncate whether a longer text is cut; otherwise it is refused
/// @param maxPrice it may cost at most this, all parts together; null: whatever the price is
/// @param dryRun whether it is only looked at, and neither sent nor charged
public record SendOptions(boolean smart, int maxParts, boolean truncate, Money maxPrice, boolean dryRun) {
    /// Those of a message that asks for nothing.
    public static final SendOptions DEFAULT = new SendOptions(true, 0, false, null, false);
}
