/// How much a client may send, and what it has asked before: rate limits in parts a second, and Idempotency-Keys.
///
/// Table (schema `limits`): `idempotency_keys`. [io.elchi.server.limits.local] keeps rates in this process.
package io.elchi.server.limits;
