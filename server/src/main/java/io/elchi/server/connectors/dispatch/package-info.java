/// What links of every protocol share. Each operator has one dispatcher thread. It takes as many messages from the
/// operator's queue as the rate limit and the free window slots permit, and offers them to the sessions of its links.
/// They report the replies.
///
/// A protocol implements [io.elchi.server.connectors.dispatch.OperatorLink] and
/// [io.elchi.server.connectors.dispatch.BoundSession].
package io.elchi.server.connectors.dispatch;
