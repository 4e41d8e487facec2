package io.elchi.server.routing;

import io.elchi.server.core.Payer;
import java.util.List;

/// What routes are looked at with.
///
/// @param accounts whose messages may be carried
/// @param networks with the prefixes of their numbers
/// @param complete whether these are all
public record LintScope(List<LintAccount> accounts, List<LintNetwork> networks, boolean complete) {
    /// @param payers the account, then the resellers above it, nearest first
    public record LintAccount(long id, String name, List<Payer> payers) {}

    /// @param prefixes at least one: of its country when no others are known
    public record LintNetwork(String mcc, String mnc, List<String> prefixes) {}
}
