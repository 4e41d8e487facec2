/// Links over SMPP. Each operator has one dispatcher thread. It takes as many messages from the operator's queue
/// as the rate limit and the free window slots permit, and offers them to the bound sessions. Their event loops
/// report the replies.
package io.elchi.server.connectors.smpp;
