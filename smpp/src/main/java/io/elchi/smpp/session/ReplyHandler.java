package io.elchi.smpp.session;

import io.elchi.smpp.pdu.Response;

/// Takes the reply of one request. Called on the session's event loop: it must not block.
@FunctionalInterface
public interface ReplyHandler<R extends Response> {
    void onReply(Reply<R> reply);

    /// As this one, but in a virtual thread of its own, where it may block.
    static <R extends Response> ReplyHandler<R> onVirtualThread(ReplyHandler<R> handler) {
        return reply -> Thread.ofVirtual().name("smpp-reply").start(() -> handler.onReply(reply));
    }
}
