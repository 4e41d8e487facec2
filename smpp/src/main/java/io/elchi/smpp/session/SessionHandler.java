package io.elchi.smpp.session;

import io.elchi.smpp.pdu.Frame;
import io.elchi.smpp.pdu.Notice;
import io.elchi.smpp.pdu.Request;
import java.util.concurrent.Executor;

/// Callbacks of a session for the user of the library. Every method is called on the session's event loop, and
/// must not block; [#onVirtualThreads] and [#inOrder] make handlers of blocking code.
public interface SessionHandler {
    /// The peer's request, already checked against the state and the PDU's defects. Answer it now or later, from
    /// any thread; until then it counts against [SessionConfig#maxInProgress].
    void onRequest(Exchange exchange);

    /// The session is bound: requests may be offered.
    default void onBound(SmppSession session) {}

    /// alert_notification, which has no response.
    default void onNotice(SmppSession session, Notice notice) {}

    /// A response came after its timer had expired and its [Reply.TimedOut] had been given.
    default void onLateResponse(SmppSession session, Request<?> request, Frame response) {}

    /// The last call. Replies of unanswered requests have been given before.
    default void onClosed(SmppSession session, CloseReason reason) {}

    /// Each request in a virtual thread of its own; answers leave in the order in which they are ready.
    static SessionHandler onVirtualThreads(Answerer answerer) {
        return exchange -> exchange.spread(answerer);
    }

    /// One request at a time in a virtual thread, in the order of their arrival; answers keep it.
    static SessionHandler inOrder(Answerer answerer) {
        return exchange -> exchange.queue(answerer);
    }

    /// As [#onVirtualThreads], on an executor of the caller's.
    static SessionHandler on(Executor executor, Answerer answerer) {
        return exchange -> executor.execute(() -> exchange.answerWith(answerer));
    }
}
