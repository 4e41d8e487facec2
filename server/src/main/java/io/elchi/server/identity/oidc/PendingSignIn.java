package io.elchi.server.identity.oidc;

import java.time.Instant;

/// A sign-in between the way to the provider and the way back.
///
/// @param nonce whose hash the ID token has to have
/// @param verifier of PKCE
/// @param returnTo a path of this server
/// @param fresh whether the person has to prove anew to the provider who it is
/// @param previous the session that the new one replaces, as the list of sessions shows it; null: none
record PendingSignIn(
        String state,
        String nonce,
        String verifier,
        String returnTo,
        boolean fresh,
        String previous,
        Instant begunAt) {}
