package io.elchi.server.http;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSession;
import org.apache.coyote.ErrorState;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SecureNioChannel;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;

/// Tomcat's reader of HTTP/1.1 with a deadline for the headers as a whole, where Tomcat has one only for the time
/// between two reads, and with a [LimitedBody].
final class GuardedProcessor extends Http11Processor {
    private final RequestGuard guard;
    private final LimitedBody body;
    private final long headerNanos;
    private final long connectionMillis;
    /// The connection that waits for the rest of its headers. Tomcat may give the processor to another one.
    private SocketWrapperBase<?> waiting;
    private long headersSince;
    /// Whether a request was answered since the connection was last found readable.
    private boolean answered;
    /// Whether reading or writing failed.
    private boolean broken;

    GuardedProcessor(
            AbstractHttp11Protocol<?> protocol, RequestGuard guard, LimitedBody.Limits limits, Duration headerTimeout) {
        super(protocol, guard);
        this.guard = guard;
        headerNanos = headerTimeout.toNanos();
        connectionMillis = protocol.getConnectionTimeout();
        body = new LimitedBody(request.getInputBuffer(), limits, this::readTimeout);
        request.setInputBuffer(body);
        request.setNote(RequestGuard.NOTE, this);
    }

    LimitedBody body() {
        return body;
    }

    private void readTimeout(long millis) {
        getSocketWrapper().setReadTimeout(millis);
    }

    /// A request was answered: the next one has the whole time for its headers.
    void answered() {
        answered = true;
        headersSince = System.nanoTime();
        readTimeout(connectionMillis);
    }

    /// The TLS session of the connection; null: it is plain.
    SSLSession tlsSession() {
        return getSocketWrapper() != null && getSocketWrapper().getSocket() instanceof SecureNioChannel channel
                ? channel.getSslEngine().getSession()
                : null;
    }

    @Override
    protected void setErrorState(ErrorState state, Throwable cause) {
        broken |= cause instanceof IOException;
        super.setErrorState(state, cause);
    }

    /// After a failed write, the connection is reset: the system would keep for minutes what its client does not
    /// read.
    private void resetIfBroken(SocketWrapperBase<?> connection) throws IOException {
        if (broken && connection.getSocket() instanceof NioChannel channel) {
            channel.getIOChannel().setOption(StandardSocketOptions.SO_LINGER, 0);
        }
        broken = false;
    }

    @Override
    public SocketState service(SocketWrapperBase<?> connection) throws IOException {
        if (waiting != connection) {
            headersSince = System.nanoTime();
        }
        answered = false;
        SocketState state = super.service(connection);
        if (state == SocketState.CLOSED) {
            resetIfBroken(connection);
        }
        if (state == SocketState.OPEN && !answered) {
            // Octets came that begin no request: line ends, or a part of a TLS record. Tomcat would give each of them
            // the whole time again.
            state = SocketState.LONG;
        }
        waiting = state == SocketState.LONG ? connection : null;
        if (waiting != null) {
            long left = TimeUnit.NANOSECONDS.toMillis(headersSince + headerNanos - System.nanoTime());
            if (left <= 0) {
                waiting = null;
                guard.headersTookTooLong(connection);
                return SocketState.CLOSED;
            }
            connection.setReadTimeout(left);
        }
        return state;
    }

    /// A connection that waits for the rest of its headers when the time is over gets an answer before it is
    /// closed.
    @Override
    public SocketState process(SocketWrapperBase<?> connection, SocketEvent event) throws IOException {
        if (event == SocketEvent.ERROR && waiting == connection) {
            waiting = null;
            guard.headersTookTooLong(connection);
        }
        return super.process(connection, event);
    }
}
