package io.elchi.server.accounts;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/// A key as its owner may see it.
///
/// @param prefix the visible part
/// @param networks from where it may be used, CIDR; empty: from everywhere
/// @param expiresAt null: never
/// @param lastUsedAt to half a minute; null: never used
/// @param replacedBy the key that takes over; 0: none
/// @param certificate SHA-256, in hexadecimal digits, of the client certificate with which it is accepted; null:
///     with any, and with none
public record ApiKey(
        long id,
        long accountId,
        String name,
        String prefix,
        List<String> networks,
        Set<Scope> scopes,
        boolean active,
        Instant createdAt,
        Instant expiresAt,
        Instant lastUsedAt,
        long replacedBy,
        String certificate) {
    /// A new key, with what is shown once.
    public record Issued(ApiKey key, io.elchi.server.core.Secret secret) {}

    /// A new key.
    ///
    /// @param certificate as of [ApiKey]
    public record NewKey(
            long accountId,
            String name,
            List<String> networks,
            Set<Scope> scopes,
            Instant expiresAt,
            String certificate) {
        /// A key that is accepted without a certificate.
        public NewKey(long accountId, String name, List<String> networks, Set<Scope> scopes, Instant expiresAt) {
            this(accountId, name, networks, scopes, expiresAt, null);
        }
    }
}
