/// Tells clients of final states: signed posts after the Standard Webhooks specification, tried again over a day.
///
/// Tables (schema `webhooks`): `endpoints`, `deliveries` (what was not taken at once), `attempts` (the log),
/// `progress`.
///
/// A final state is posted straight from memory; only one that is not taken becomes a row. `progress` remembers up to
/// when every final state was taken or stands in a row, so that after a crash those behind it are found in the call
/// detail records and posted again: at least once, with the same webhook-id.
///
/// Invariants: an endpoint that is slow holds up no other; no private address is connected to unless configured; 410
/// disables an endpoint; the secret is in no log.
package io.elchi.server.webhooks;
