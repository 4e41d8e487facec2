package io.elchi.server.identity;

import io.elchi.server.core.Cidr;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;

/// A person of an account.
///
/// @param email in small letters
/// @param role a word of [UserRole], or `custom:` and the id of a role that the account made
/// @param state of the person
/// @param networks from where it may sign in, CIDR; empty: from everywhere
/// @param hasSecondFactor whether an authenticator app or a passkey is enrolled
/// @param sessionEpoch of the sessions that are valid
/// @param lastSignInAt null: never
public record User(
        long id,
        long accountId,
        String email,
        String name,
        String role,
        UserState state,
        List<String> networks,
        boolean hasSecondFactor,
        long sessionEpoch,
        Instant lastSignInAt,
        Instant createdAt) {
    /// As it is when its invitation is not open any more.
    User accepted() {
        return state == UserState.INVITED
                ? new User(
                        id,
                        accountId,
                        email,
                        name,
                        role,
                        UserState.ACTIVE,
                        networks,
                        hasSecondFactor,
                        sessionEpoch,
                        lastSignInAt,
                        createdAt)
                : this;
    }

    public boolean mayComeFrom(InetAddress address) {
        return networks.isEmpty()
                || networks.stream().anyMatch(network -> Cidr.parse(network).contains(address));
    }
}
