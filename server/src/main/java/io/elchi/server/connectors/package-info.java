/// Links to operators: takes messages from the operators' queues, submits them within rate limits and windows, and
/// reports replies and receipts as [io.elchi.server.messages.Outcome]s.
///
/// Links follow their tables: they are started, stopped and changed without a restart.
/// [io.elchi.server.connectors.dispatch] sends for each operator, over links of
/// [io.elchi.server.connectors.smpp] and [io.elchi.server.connectors.http]. `TestOperator` answers test messages,
/// without a
/// link.
///
/// Invariants: a message is never submitted after its validity; a part has at most one open submit_sm; a request
/// of an operator is answered after it is stored; with a full outcomes queue, nothing is submitted.
package io.elchi.server.connectors;
