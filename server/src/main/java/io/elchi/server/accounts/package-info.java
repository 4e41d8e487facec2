/// Accounts, API keys and SMPP logins: the tree admin > reseller > client, and the keys and logins of its accounts.
///
/// Tables (schema `accounts`): `accounts`, `api_keys`, `smpp_logins`. All are kept in memory and follow every
/// change of any
/// process within seconds ([io.elchi.server.db.Notifications]).
///
/// Invariants: a key has 256 random bits and only its SHA-256 is stored; a key that is revoked, expired or of a
/// suspended account is refused; the answer is the same for an unknown and a revoked key, and for a key without
/// the client certificate that it is bound to. A certificate alone names at most one key.
package io.elchi.server.accounts;
