/// Messages and what became of them: the message written once at acceptance, an event for each step and part, the
/// call detail record when the state is final.
///
/// Tables (schema `messages`): `messages`, `events`, `cdr_sms` (partitions by day of acceptance, dropped by age),
/// `unfinished`, `unmatched_receipts`, `received_sms`, and `refusals`: refused requests of some days, without
/// their texts.
///
/// What travels between modules is here too: a [io.elchi.server.messages.MessageProgress] is a message on its way,
/// a [io.elchi.server.messages.SubmitTask] asks a link to send it, an [io.elchi.server.messages.Outcome] says what
/// the operator made of that, a [io.elchi.server.messages.Settled] tells of a final state.
///
/// Invariants: rows are never updated; a part is charged by one event at most; a message has one call detail
/// record at most; its state reads the same at every moment, whichever table holds it.
package io.elchi.server.messages;
