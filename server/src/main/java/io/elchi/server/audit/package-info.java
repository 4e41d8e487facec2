/// The audit: who changed what, when, and what it was before.
///
/// Tables (schema `audit`): `entries` and `chain`, both append-only.
///
/// Start reading at the migration: triggers write the entries in the transaction of each change, by SQL too,
/// with the actor that the server set for the connection ([io.elchi.server.core.Actor]).
/// [io.elchi.server.audit.AuditChain] fixes their order by hashes some seconds later, in one process at a time.
/// [io.elchi.server.audit.AuditLog] reads and verifies.
///
/// Invariants: a change of a watched table and its entry are committed together or not at all; no entry has a
/// secret; an entry that is changed, removed or moved after it is in the chain is found.
package io.elchi.server.audit;
