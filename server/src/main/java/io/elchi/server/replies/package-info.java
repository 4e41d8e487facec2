/// Automatic answers to messages from handsets. Module `inbound` writes them with the message; this module sends
/// them,
/// as ordinary messages of the account that owns the message. Open [io.elchi.server.replies.ReplySender].
///
/// Invariant: a message from a handset gets at most one answer, over crashes and processes. The idempotency key of
/// an
/// answer names the message that it answers.
package io.elchi.server.replies;
