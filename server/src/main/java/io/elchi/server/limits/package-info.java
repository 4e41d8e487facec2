/// Rate limits in parts per second, request limits, and Idempotency-Keys.
///
/// Table (schema `limits`): `idempotency_keys`. [io.elchi.server.limits.local] keeps the rates in the memory of
/// this process.
package io.elchi.server.limits;
