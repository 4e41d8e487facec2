package io.elchi.smpp.session;

import io.elchi.smpp.pdu.Response;

/// Takes the reply of one request. Called on the session's event loop: it must not block.
@FunctionalInterface
public interface ReplyHandler<R extends Response> {
    void onReply(Reply<R> reply);
}
