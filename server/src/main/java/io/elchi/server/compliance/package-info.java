/// Checks of sender ids, block lists, card numbers and the length of a text.
///
/// Tables (schema `compliance`): `senders`, `blocklist` and `opt_outs`. They are kept in memory and follow every
/// change. Module `inbound` writes opt-outs, in the transaction that stores the handset's message.
///
/// Invariant: a refused message costs nothing, and its refusal has a code of the error catalogue.
package io.elchi.server.compliance;
