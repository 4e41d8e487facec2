/// The event log: what happened to an account and its messages, for those who subscribe to it.
///
/// Tables (schema `events`): `log` (partitions of a day, kept `events.retention_days`), `cursors`, `pulls` (which
/// types an account asks for), `id_keys`.
///
/// Start reading at [io.elchi.server.events.EventLog], the port. A writer appends events in the transaction of the
/// change they tell, and only those that a subscriber wants ([io.elchi.server.events.Subscriptions]). One thread
/// of a process reads the log in order and hands events to [io.elchi.server.events.EventFeed]s, one for each
/// subscriber ([io.elchi.server.events.EventReader]). A subscriber that is slow or was away reads on from its own
/// cursor.
///
/// Clients that ask by themselves keep their own cursor: [io.elchi.server.events.EventPulls] and
/// [io.elchi.server.events.EventStreams].
///
/// Invariants: an event is in the log if and only if its change is committed; each subscriber gets each event at
/// least once; a subscriber gets the events of one message one after the other, in the order in which they were
/// written; memory for events in feeds is bounded; no subscriber delays another.
package io.elchi.server.events;
