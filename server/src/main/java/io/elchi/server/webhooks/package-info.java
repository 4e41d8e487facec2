/// Webhooks: signed posts of final states after the Standard Webhooks specification, retried for more than a day.
///
/// Tables (schema `webhooks`): `endpoints`, `deliveries` (events that were not accepted at the first attempt),
/// `attempts` (the log), `progress`.
///
/// A final state is posted from memory. Only an event that was not accepted becomes a row. `progress` has the time
/// up to which every final state was accepted or has a row. After a crash, later final states are read from the
/// call detail records and posted again: at least once, with the same webhook-id.
///
/// Invariants: a slow endpoint does not delay others; private addresses are refused unless a setting allows them;
/// 410 disables an endpoint; no log contains a secret.
package io.elchi.server.webhooks;
