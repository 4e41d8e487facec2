/// Phone numbers: E.164, and the network and country of a number.
///
/// Tables (schema `numbers`): `networks`, `prefixes`, `ported_numbers`. Administrators edit them; they are kept in
/// memory and follow every change.
package io.elchi.server.numbers;
