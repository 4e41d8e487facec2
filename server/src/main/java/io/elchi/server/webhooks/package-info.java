/// Webhooks: signed posts of events after the Standard Webhooks specification, retried for more than a day.
///
/// Tables (schema `webhooks`): `endpoints`, `deliveries` (events that were not accepted at the first attempt, or
/// are posted again), `attempts` (the log), `replays`, `status_uses` (when a message named an endpoint last).
///
/// Start reading at `Deliverer`. `StatusUrls` finds the endpoints of messages. `Replays` posts ranges of events
/// again,
/// `TestEventSender` examples. Each endpoint
/// is a subscriber of the event log with a feed and a cursor. Only an event that was not accepted becomes a row
/// here, and is tried again by itself; later events of its message wait for it. After a crash, events whose
/// results were not stored are posted again: at least once, with the same webhook-id.
///
/// Invariants: a slow endpoint does not delay others; private addresses are refused unless a setting allows them;
/// 410 disables an endpoint; no log contains a secret.
package io.elchi.server.webhooks;
