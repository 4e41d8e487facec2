package io.elchi.smpp.session;

import io.elchi.smpp.pdu.Response;
import java.util.concurrent.locks.LockSupport;

/// Parks the calling thread until the reply is there.
final class BlockingReply<R extends Response> implements ReplyHandler<R> {
    private final Thread waiter = Thread.currentThread();
    private volatile Reply<R> reply;

    @Override
    public void onReply(Reply<R> arrived) {
        reply = arrived;
        LockSupport.unpark(waiter);
    }

    Reply<R> await() throws InterruptedException {
        while (reply == null) {
            LockSupport.park(this);
            if (reply == null && Thread.interrupted()) {
                throw new InterruptedException("interrupted while a response was awaited; the request may be sent");
            }
        }
        return reply;
    }
}
