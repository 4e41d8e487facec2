/// Links over SMPP. The event loops of their sessions report the replies.
package io.elchi.server.connectors.smpp;
