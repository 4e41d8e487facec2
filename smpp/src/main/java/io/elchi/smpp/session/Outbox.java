package io.elchi.smpp.session;

import io.elchi.smpp.pdu.BindResp;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.Frame;
import io.elchi.smpp.pdu.InterfaceVersion;
import io.elchi.smpp.pdu.Notice;
import io.elchi.smpp.pdu.Pdu;
import io.elchi.smpp.pdu.PduCodec;
import io.elchi.smpp.pdu.PduEncodeException;
import io.elchi.smpp.pdu.PduWriter;
import io.elchi.smpp.pdu.Unbind;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Outbound PDUs. Two lanes: the session's own PDUs (enquire_link and its answer, nacks, bind, unbind) go before
/// messages and answers, which any thread adds. One turn of the event loop encodes what is there into one buffer
/// and flushes once; while the socket is full nothing is encoded, so what waits is bounded by the window and the
/// requests in progress.
final class Outbox {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final int WRITE_OCTETS = 32 * 1024;
    private static final int CHUNK = 128;
    private static final int OWN_AT_ONCE = 1_000;
    private static final FastThreadLocal<PduWriter> WRITER = new FastThreadLocal<>() {
        @Override
        protected PduWriter initialValue() {
            return new PduWriter(2 * WRITE_OCTETS);
        }
    };

    private final SmppSession session;
    private final ArrayDeque<Object> own = new ArrayDeque<>();
    private final MpscUnboundedArrayQueue<Object> shared = new MpscUnboundedArrayQueue<>(CHUNK);
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Runnable drain = this::scheduledDrain;
    /// Held by the thread that empties the queues. It is contended only at the end of the event loop, when the
    /// next caller takes the rest.
    private final ReentrantLock taking = new ReentrantLock();
    private boolean reading;
    private boolean closed;

    Outbox(SmppSession session) {
        this.session = session;
    }

    /// From any thread: a request that holds its place of the window.
    void add(Pending<?> pending) {
        shared.add(pending);
        wake();
    }

    /// From any thread.
    ///
    /// @return false when too much waits already: nothing else bounds what has no response
    boolean addNotice(Notice notice) {
        if (shared.size() >= session.config().window() + session.config().maxInProgress()) {
            return false;
        }
        shared.add(notice);
        wake();
        return true;
    }

    /// From any thread: an answer.
    void answer(Exchange exchange) {
        shared.add(exchange);
        wake();
    }

    /// From the event loop: one of the session's own PDUs, ahead of all messages. A [Frame] or a [Pending].
    void first(Object item) {
        own.add(item);
        if (own.size() % OWN_AT_ONCE == 0) {
            drain(); // A read full of enquire_link must not pile up its answers.
        } else {
            wake();
        }
    }

    private void wake() {
        ChannelHandlerContext ctx = session.context();
        if (ctx == null || reading && ctx.executor().inEventLoop()) {
            return; // The end of the read drains; what is added before the channel is up, its start drains.
        }
        if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
            try {
                ctx.executor().execute(drain);
            } catch (RejectedExecutionException e) { // The endpoint was closed: no loop will come for it.
                scheduled.set(false);
                failAll();
            }
        }
    }

    private void scheduledDrain() {
        scheduled.set(false);
        drain();
    }

    /// The loop has begun to read: what is added now waits for the end of the read.
    void readBegins() {
        reading = true;
    }

    void readEnds() {
        reading = false;
        drain();
    }

    boolean isEmpty() {
        return own.isEmpty() && shared.isEmpty();
    }

    /// Encodes and flushes what the socket accepts.
    void drain() {
        ChannelHandlerContext ctx = session.context();
        if (closed) {
            failAll();
        } else if (ctx != null && ctx.channel().isWritable() && !isEmpty()) {
            taking.lock();
            try {
                drain(ctx);
            } finally {
                taking.unlock();
            }
            session.flow().update();
            session.lifecycle().progress();
        }
    }

    private void drain(ChannelHandlerContext ctx) {
        PduWriter writer = WRITER.get();
        writer.clear();
        writer.omitTlvs(session.version() == InterfaceVersion.V3_3);
        boolean wrote = false;
        while (ctx.channel().isWritable()) {
            Object item = own.poll();
            if (item == null) {
                item = shared.poll();
            }
            if (item == null) {
                break;
            }
            encode(item, writer);
            if (writer.length() >= WRITE_OCTETS) {
                write(ctx, writer);
                wrote = true;
            }
        }
        if (writer.length() > 0) {
            write(ctx, writer);
            wrote = true;
        }
        if (wrote) {
            ctx.flush();
        }
    }

    private void write(ChannelHandlerContext ctx, PduWriter writer) {
        ByteBuf buffer = ctx.alloc().ioBuffer(writer.length());
        buffer.writeBytes(writer.array(), 0, writer.length());
        session.counters().add(Counters.OCTETS_OUT, writer.length());
        writer.clear();
        ctx.write(buffer, ctx.voidPromise());
    }

    private void encode(Object item, PduWriter writer) {
        switch (item) {
            case Exchange exchange -> encodeAnswer(exchange, writer);
            case Pending<?> pending -> encodeRequest(pending, writer);
            case Frame frame -> encodeOwn(frame, writer);
            case Notice notice -> encodeNotice(notice, writer);
            default -> throw new IllegalStateException("not for the outbox: " + item.getClass());
        }
    }

    /// A bind_resp has the TLVs that the ESME's version takes; the lower one of both sides counts from then on.
    private void encodeOwn(Frame frame, PduWriter writer) {
        if (frame.pdu() instanceof BindResp) {
            writer.omitTlvs(false);
        }
        put(frame.status(), frame.sequence(), frame.pdu(), writer);
        writer.omitTlvs(session.version() == InterfaceVersion.V3_3);
    }

    private void encodeRequest(Pending<?> pending, PduWriter writer) {
        if (!CommandRules.allowed(session.role(), session.state(), pending.request)) {
            session.release(pending);
            pending.notSent(Offer.CLOSED, "the session is " + session.state());
            return;
        }
        Timers timers = session.timers();
        long now = timers.now();
        session.window().add(pending, now, timers.responseNanos() + timers.readingTime() - now);
        try {
            put(0, pending.sequence, pending.request, writer);
            timers.sent(pending);
        } catch (PduEncodeException e) {
            session.window().remove(pending);
            session.release(pending);
            pending.notSent(Offer.INVALID, e.getMessage());
            return;
        }
        if (pending.request instanceof Unbind) {
            session.lifecycle().unbindWritten();
        }
    }

    private void encodeAnswer(Exchange exchange, PduWriter writer) {
        try {
            put(exchange.status, exchange.sequence(), Congestion.report(session, exchange.body), writer);
        } catch (PduEncodeException e) {
            LOG.error("{}: the answer to sequence {} cannot be written", session, exchange.sequence(), e);
            put(
                    CommandStatus.ESME_RSYSERR.code(),
                    exchange.sequence(),
                    exchange.request().emptyResponse(),
                    writer);
        }
        session.inbound().answered();
    }

    private void encodeNotice(Notice notice, PduWriter writer) {
        try {
            put(0, session.window().takeSequence(), notice, writer);
        } catch (PduEncodeException e) {
            LOG.error("{}: a notice cannot be written", session, e);
        }
    }

    private void put(int status, int sequence, Pdu pdu, PduWriter writer) {
        int start = writer.length();
        PduCodec.encode(status, sequence, pdu, writer);
        session.counters().add(Counters.PDUS_OUT, 1);
        session.trace().out(status, sequence, pdu, writer.array(), start, writer.length() - start);
    }

    /// The connection has ended: what was not written fails, now and from here on.
    void close() {
        closed = true;
        failAll();
    }

    private void failAll() {
        taking.lock();
        try {
            for (Object item = own.poll(); item != null; item = own.poll()) {
                fail(item);
            }
            for (Object item = shared.poll(); item != null; item = shared.poll()) {
                fail(item);
            }
        } finally {
            taking.unlock();
        }
    }

    private void fail(Object item) {
        if (item instanceof Pending<?> pending) {
            session.release(pending);
            pending.notSent(Offer.CLOSED, "the session ended before it was written");
        }
    }
}
