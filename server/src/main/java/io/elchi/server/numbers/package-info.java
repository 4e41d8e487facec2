/// Telephone numbers: E.164, and which network and country a number belongs to. A number without a plus is one of
/// the account's default country, and never of another one; landlines and unassigned ranges are refused where the
/// numbering plan says so.
///
/// Tables (schema `numbers`): `networks`, `prefixes`, `ported_numbers`, which operators edit; they are kept in
/// memory and follow every change.
package io.elchi.server.numbers;
