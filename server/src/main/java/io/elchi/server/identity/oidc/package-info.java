/// The side of OpenID Connect that speaks with the identity provider: its metadata, the way there and back, and
/// what its ID token says. Who that is here, [io.elchi.server.identity.ProviderSignIn] decides.
///
/// The protocol is Spring Security's: authorization code with PKCE, state, nonce and the verification of the ID
/// token (OpenID Connect Core 1.0, 3.1). Here are limits of time and size, and the cookie that carries what the
/// second step needs.
package io.elchi.server.identity.oidc;
