/// OAuth2 for machines: clients that get short tokens for a secret (RFC 6749, 4.4), the keys that sign the tokens,
/// and the tokens as bearer tokens beside API keys.
///
/// Tables (schema `oauth`): `clients`, `signing_keys`, `revoked_tokens`. All three are kept in memory and follow
/// every change of any process within seconds ([io.elchi.server.db.Notifications]). Spring Security's
/// Authorization Server answers at `/oauth2`; nothing is stored of a token unless it is revoked.
///
/// Invariants: a token is accepted by its signature and by what is in memory, without a query; a token that is
/// revoked or expired, or whose client or account is not active, is refused in each process within two seconds.
package io.elchi.server.oauth;
