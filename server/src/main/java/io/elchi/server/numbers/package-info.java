/// Telephone numbers: E.164, and which network and country a number belongs to.
///
/// Tables (schema `numbers`): `networks`, `prefixes`, `ported_numbers`, which operators edit; they are kept in memory
/// and follow every change.
package io.elchi.server.numbers;
