/// What may be sent: sender ids, block lists, card numbers, the length of a text.
///
/// Tables (schema `compliance`): `senders`, `blocklist`; kept in memory, following every change.
///
/// Invariants: whatever is refused here costs nothing and names a code of the catalogue.
package io.elchi.server.compliance;
