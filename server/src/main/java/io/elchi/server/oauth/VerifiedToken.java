package io.elchi.server.oauth;

import io.elchi.server.accounts.Scope;
import io.elchi.server.core.Permission;
import io.elchi.server.oauth.ClientDirectory.KnownClient;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/// A token whose signature and claims were found right.
final class VerifiedToken {
    private final byte[] hash;
    private final String keyId;
    private final String id;
    private final long clientCode;
    private final Set<Scope> scopes;
    private final Instant expiresAt;
    private volatile Opened opened;

    /// What the token opens, as long as its client is as it is.
    ///
    /// @param staff whether a scope of the platform's staff is among them
    record Opened(KnownClient client, Set<Permission> permissions, boolean staff) {}

    /// @param hash of its text
    /// @param keyId of the key that signed it
    /// @param id `jti`
    /// @param clientCode of `sub`
    VerifiedToken(byte[] hash, String keyId, String id, long clientCode, Set<Scope> scopes, Instant expiresAt) {
        this.hash = hash;
        this.keyId = keyId;
        this.id = id;
        this.clientCode = clientCode;
        this.scopes = Set.copyOf(scopes);
        this.expiresAt = expiresAt;
    }

    byte[] hash() {
        return hash;
    }

    String keyId() {
        return keyId;
    }

    String id() {
        return id;
    }

    long clientCode() {
        return clientCode;
    }

    Instant expiresAt() {
        return expiresAt;
    }

    /// The token's scopes that the client still has. Reckoned once for a client as it is.
    Opened opened(KnownClient client) {
        Opened known = opened;
        if (known == null || known.client != client) {
            Set<Scope> still = new HashSet<>(scopes);
            still.retainAll(client.scopes());
            known = new Opened(client, Scope.permissions(still), still.stream().anyMatch(Scope::isForStaff));
            opened = known;
        }
        return known;
    }
}
