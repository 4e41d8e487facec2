package io.elchi.server.oauth;

import io.elchi.server.accounts.Scope;
import io.elchi.server.core.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// A client as administrators see it.
///
/// @param clientId what it calls itself; no secret
/// @param networks from where it and its tokens may be used, CIDR; empty: from everywhere
/// @param expiresAt null: never
/// @param lastUsedAt to half a minute; null: never used
/// @param formerSecretUntil until when the secret before the last rotation is valid; null: there was none
public record OAuthClient(
        long id,
        long accountId,
        String name,
        String clientId,
        List<String> networks,
        Set<Scope> scopes,
        boolean active,
        Instant createdAt,
        Instant expiresAt,
        Instant lastUsedAt,
        Instant formerSecretUntil) {
    /// A client with a secret that is shown once.
    public record WithSecret(OAuthClient client, Secret secret) {}

    /// A new client.
    public record NewClient(long accountId, String name, List<String> networks, Set<Scope> scopes, Instant expiresAt) {}
}
