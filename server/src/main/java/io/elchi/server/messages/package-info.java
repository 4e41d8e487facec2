/// Messages and their history: the message, written once at acceptance; an event for each step of a part; the call
/// detail record with the final state.
///
/// Tables (schema `messages`): `messages`, `events`, `cdr_sms` (daily partitions, dropped by age), `unfinished`,
/// `unmatched_receipts`, `refusals`: refused requests of some days, without their texts, `reported_addresses`:
/// whose refused keys were reported lately. `received_sms` has messages from handsets of an earlier release;
/// module `inbound` has those of now.
///
/// The module also has the types that modules exchange. A [io.elchi.server.messages.MessageProgress] is an
/// unfinished message in memory. A [io.elchi.server.messages.SubmitTask] asks a link to submit it. An
/// [io.elchi.server.messages.Outcome] reports a reply or a receipt. A [io.elchi.server.messages.Settled] reports a
/// final state.
///
/// Invariants: rows of messages, events and records are never updated; at most one event charges a part; a message
/// has at most one call detail record; memory and tables give the same state of a message.
package io.elchi.server.messages;
