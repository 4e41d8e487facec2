/// Phone numbers: E.164, and the network and country of a number. A number without a plus is a number of the
/// account's default country, and never of another country. Landlines and unassigned ranges are refused by the
/// numbering plan.
///
/// Tables (schema `numbers`): `networks`, `prefixes`, `ported_numbers`. Administrators edit them; they are kept in
/// memory and follow every change.
package io.elchi.server.numbers;
