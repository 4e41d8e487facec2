/// Checks of sender ids, block lists, card numbers and the length of a text.
///
/// Tables (schema `compliance`): `senders`, `blocklist`. Both are kept in memory and follow every change.
///
/// Invariant: a refused message costs nothing, and its refusal has a code of the error catalogue.
package io.elchi.server.compliance;
