/// Who may use Elchi: the tree admin > reseller > client, and the API keys of its accounts.
///
/// Tables (schema `accounts`): `accounts`, `api_keys`. Both are kept in memory and follow every change, from
/// whatever process, within moments ([io.elchi.server.db.Notifications]).
///
/// Invariants: a key is 256 random bits and is stored as its SHA-256 alone; a key that is revoked, expired or of a
/// suspended account opens nothing; the answer does not tell an unknown key from a revoked one.
package io.elchi.server.accounts;
