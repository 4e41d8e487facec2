package io.elchi.server.identity.oidc;

import java.time.Instant;
import java.util.Optional;

/// Who somebody is by a verified ID token.
///
/// @param subject never given to somebody else by this issuer
/// @param email that the provider vouches for; empty: it does not
/// @param name for people to read
/// @param role by the map of the settings; empty: none of the person's values is in it
/// @param secondFactor whether the provider asked for more than a password
/// @param authenticatedAt when the person last proved to the provider who it is; null: the token does not say
public record ProviderUser(
        String issuer,
        String subject,
        Optional<String> email,
        String name,
        Optional<String> role,
        boolean secondFactor,
        Instant authenticatedAt) {}
