package io.elchi.server.accounts;

import io.elchi.server.core.Cidr;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import java.util.List;
import java.util.Set;

/// What a key, a client of OAuth2 or a person may be given, checked alike for all of them.
public final class GivenRights {
    private GivenRights() {}

    /// @throws io.elchi.server.core.RefusedException when one is no block of addresses
    public static void checkNetworks(List<String> networks) {
        for (String network : networks) {
            try {
                Cidr.parse(network);
            } catch (IllegalArgumentException e) {
                throw Refusal.ofField(Failure.INVALID_FIELD, "ip_whitelist", e.getMessage())
                        .exception();
            }
        }
    }

    /// @param type of the account
    /// @param what gets them: key, client
    /// @throws io.elchi.server.core.RefusedException when there are none, two exclude each other, or
    ///     one is for the staff alone
    public static void checkScopes(Account.Type type, Set<Scope> scopes, String what) {
        if (scopes.isEmpty()) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "scopes", "a " + what + " needs at least one scope")
                    .exception();
        }
        if (scopes.contains(Scope.SEND) && scopes.contains(Scope.TEST)) {
            throw Refusal.ofField(
                            Failure.INVALID_FIELD,
                            "scopes",
                            "sms:send and sms:test exclude each other: a " + what
                                    + " sends either real messages or tests")
                    .exception();
        }
        for (Scope scope : scopes) {
            if (scope.isForStaff() && type != Account.Type.ADMIN) {
                throw Refusal.ofField(
                                Failure.INVALID_FIELD,
                                "scopes",
                                "only " + what + "s of an admin account have the scope " + scope.text())
                        .exception();
            }
        }
    }
}
