/// Operators' links: takes messages from their queues, sends them as fast as pacing and windows allow, and reports what
/// the operators make of them as [io.elchi.server.messages.Outcome]s.
///
/// Links follow the tables: started, stopped and changed without a restart. [io.elchi.server.connectors.smpp] speaks
/// SMPP.
///
/// Invariants: nothing is sent after its validity; a part is on the wire at most once at a time; what an operator sends
/// us is answered only after it is stored; with the outcomes' queue full, nothing more is sent.
package io.elchi.server.connectors;
