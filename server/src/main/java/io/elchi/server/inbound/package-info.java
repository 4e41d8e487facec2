/// Messages from handsets (MO): their parts, joined into messages, and the accounts that own their destinations.
///
/// Tables (schema `inbound`): `messages` and `parts` (daily partitions, dropped by age), `waiting` (messages that
/// miss parts), `resend_keys` (what an operator may send once more), `numbers` (who owns which destination),
/// `routes`
/// (which account gets a message to a shared number), `prices` and `costs`, `cdr_mo` (a record of each final state,
/// in daily partitions that are kept as long as other records).
///
/// Start reading at [io.elchi.server.inbound.InboundStore], the port, and
/// [io.elchi.server.inbound.PgInboundStore]. The settling transaction of module `tracking` stores what links
/// report.
///
/// Invariants: a deliver_sm that an operator sends again within the time of its key is stored once, whichever bind
/// or process gets it; a message is complete in the transaction that stores its last part; a part belongs to one
/// message; a message belongs to one account, by a route or by the owner of the number, from when it is complete; an
/// event is written for a complete message, once; its owner and the resellers above pay for it once, in the same
/// transaction.
package io.elchi.server.inbound;
