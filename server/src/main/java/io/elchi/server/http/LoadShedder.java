package io.elchi.server.http;

import io.elchi.server.core.RefusedException;
import io.elchi.server.observe.Correlation;
import io.elchi.server.observe.Metrics;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;
import org.apache.tomcat.util.http.FastHttpDateFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Works ahead of the [FastPathValve] while requests are being refused. On the thread that finds readable
/// connections, it refuses requests that would be refused behind it: a flood costs little more than reading and
/// writing its octets. Other requests, and requests in an unusual form, are passed on untouched.
///
/// One thread uses it, but for [#refused].
final class LoadShedder {
    private static final Logger LOG = LoggerFactory.getLogger(LoadShedder.class);
    private static final long STAYS_NANOS = 1_000_000_000L;
    private static final int LONGEST_ANSWER = 4 * 1024;

    private final FastPathValve fastPath;
    private final ClientAddress addresses;
    private final Metrics.Count shed;
    private final LongSupplier nanos;
    private final ByteBuffer answer = ByteBuffer.allocateDirect(LONGEST_ANSWER);
    private final byte[] text = new byte[LONGEST_ANSWER];
    private int length;
    private volatile long staysUntil;

    LoadShedder(FastPathValve fastPath, ClientAddress addresses, Metrics.Count shed, LongSupplier nanos) {
        this.fastPath = fastPath;
        this.addresses = addresses;
        this.shed = shed;
        this.nanos = nanos;
        staysUntil = nanos.getAsLong();
    }

    /// Somebody was refused because there were too many: where one is, more are.
    void refused() {
        long until = nanos.getAsLong() + STAYS_NANOS;
        if (until - staysUntil > STAYS_NANOS / 8) {
            staysUntil = until;
        }
    }

    boolean isThere() {
        return staysUntil - nanos.getAsLong() > 0;
    }

    /// @param coming how many were let in and are not asked yet what they want
    /// @return the whole answer, to be written before the next call; null when the request goes in
    ByteBuffer shed(byte[] octets, int from, int end, String remoteAddress, int coming) {
        MinimalHttpRequest raw = MinimalHttpRequest.read(octets, from, end);
        FastPathValve.Served served = raw == null ? null : fastPath.served(raw);
        if (served == null) {
            return null;
        }
        try {
            return shed(served, raw, remoteAddress, coming);
        } catch (RefusedException ignored) {
            return null; // for another reason
        } catch (RuntimeException e) {
            // All connections share this thread.
            LOG.error("{} cannot be refused at a look", served.handler().path(), e);
            return null;
        }
    }

    private ByteBuffer shed(FastPathValve.Served served, MinimalHttpRequest raw, String remoteAddress, int coming) {
        long started = nanos.getAsLong();
        String given = raw.first(FastPathValve.CORRELATION_HEADER);
        String correlationId = Correlation.acceptable(given) ? given : Correlation.fresh();
        InetAddress peer = InetAddress.ofLiteral(remoteAddress);
        InetAddress client = addresses.isProxy(peer) ? addresses.of(peer, raw.all(addresses.headerName())) : peer;
        FastResponse refusal =
                // It sees no connections with TLS.
                served.handler().refusal(new FastRequest(raw, _ -> raw.body(), client, null, correlationId), coming);
        if (refusal == null) {
            return null;
        }
        refused();
        write(refusal, correlationId);
        shed.one();
        served.count(refusal.status(), nanos.getAsLong() - started);
        return answer;
    }

    private void write(FastResponse refusal, String correlationId) {
        length = 0;
        add("HTTP/1.1 ").add(Integer.toString(refusal.status())).add(" \r\n");
        add(FastPathValve.CORRELATION_HEADER, correlationId);
        for (FastResponse.Header header : refusal.headers()) {
            add(header.name(), header.value());
        }
        add("Content-Type", refusal.contentType());
        add("Content-Length", Integer.toString(refusal.body().length));
        add("Date", FastHttpDateFormat.getCurrentDate());
        add("\r\n");
        answer.clear().put(text, 0, length).put(refusal.body()).flip();
    }

    private void add(String header, String value) {
        add(header).add(": ").add(value).add("\r\n");
    }

    @SuppressWarnings("deprecation") // the low octets of ASCII
    private LoadShedder add(String ascii) {
        ascii.getBytes(0, ascii.length(), text, length);
        length += ascii.length();
        return this;
    }
}
