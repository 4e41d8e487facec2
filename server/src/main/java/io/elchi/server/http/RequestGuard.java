package io.elchi.server.http;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.observe.Correlation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stands between Tomcat's parser and its container. It answers what the parser refused, and ends each request:
/// the memory of its body is given back, and a small body that nobody read is discarded. With a large one the
/// connection ends: for a moment the client can still read its answer, and nothing of the body is read.
final class RequestGuard implements Adapter {
    private static final Logger LOG = LoggerFactory.getLogger(RequestGuard.class);
    /// The note index of a request's [GuardedProcessor]; Tomcat's own code uses 1.
    static final int NOTE = 20;

    private static final int TIMEOUT = 408;
    /// A connection that is closed while octets are unread is reset, and the client may lose its answer.
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final Adapter container;
    private final RequestCounts counts;

    RequestGuard(Adapter container, RequestCounts counts) {
        this.container = container;
        this.counts = counts;
    }

    @Override
    public void service(Request request, Response response) throws Exception {
        GuardedProcessor processor = (GuardedProcessor) request.getNote(NOTE);
        if (response.getStatus() >= 400) {
            // The connection ends with it: where the next request begins is not known.
            refuse(response, ProblemReport.refusal(response.getStatus()));
            return;
        }
        LimitedBody body = processor.body();
        long length = request.getContentLengthLong();
        body.begin(length);
        if (body.isTooLarge()) {
            // It will not be read to its end, so nothing can follow it.
            response.setHeader("Connection", "close");
        }
        try {
            container.service(request, response);
        } finally {
            body.end();
            finish(request, response, body);
            processor.answered();
        }
    }

    private void refuse(Response response, Refusal refusal) throws IOException {
        String correlationId = Correlation.fresh();
        FastResponse answer = Problem.answer(refusal, correlationId);
        response.setStatus(answer.status());
        response.setHeader(FastPathValve.CORRELATION_HEADER, correlationId);
        response.setContentType(answer.contentType());
        response.setContentLength(answer.body().length);
        response.doWrite(ByteBuffer.wrap(answer.body()));
        response.action(ActionCode.CLOSE, null);
        counts.count(RequestCounts.NONE, answer.status(), 0);
    }

    private static void finish(Request request, Response response, LimitedBody body) {
        AtomicBoolean read = new AtomicBoolean();
        request.action(ActionCode.REQUEST_BODY_FULLY_READ, read);
        AtomicBoolean allowed = new AtomicBoolean();
        response.action(ActionCode.IS_IO_ALLOWED, allowed);
        boolean awaited = !request.hasExpectation() || isContinued(response);
        if (read.get() || !allowed.get() || !awaited) {
            return;
        }
        boolean late = response.getStatus() == TIMEOUT;
        if (late || !body.discard()) {
            if (!late) {
                linger();
            }
            response.action(ActionCode.CLOSE_NOW, null);
        }
    }

    private static void linger() {
        try {
            Thread.sleep(LINGER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// A client that waits for leave to send its body sends none after an answer that is no success (RFC 9110,
    /// 10.1.1).
    private static boolean isContinued(Response response) {
        return response.getStatus() >= 200 && response.getStatus() < 300;
    }

    /// To be called where no request was read that could be answered in the usual way.
    void headersTookTooLong(SocketWrapperBase<?> connection) {
        FastResponse answer =
                Problem.answer(Refusal.of(Failure.REQUEST_TIMEOUT, "the headers took too long"), Correlation.fresh());
        byte[] head = ("HTTP/1.1 " + answer.status() + " \r\nContent-Type: " + answer.contentType()
                        + "\r\nContent-Length: " + answer.body().length + "\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        try {
            connection.write(false, head, 0, head.length);
            connection.write(false, answer.body(), 0, answer.body().length);
            connection.flush(false);
        } catch (IOException e) {
            LOG.debug("a connection that is closed cannot be told why", e);
        }
        counts.count(RequestCounts.NONE, answer.status(), 0);
    }

    @Override
    public boolean prepare(Request request, Response response) throws Exception {
        return container.prepare(request, response);
    }

    @Override
    public boolean asyncDispatch(Request request, Response response, SocketEvent event) throws Exception {
        return container.asyncDispatch(request, response, event);
    }

    @Override
    public void log(Request request, Response response, long time) {
        container.log(request, response, time);
    }

    @Override
    public void checkRecycled(Request request, Response response) {
        container.checkRecycled(request, response);
    }

    @Override
    public String getDomain() {
        return container.getDomain();
    }
}
