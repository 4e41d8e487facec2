package io.elchi.server.http;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/// The body of one request after the other on a connection. All code that reads a body reads it here, so that
/// size, time and memory have one limit for every path.
///
/// Used by the one thread that serves the connection's request.
final class LimitedBody implements InputBuffer {
    private static final Duration DISCARD_TIMEOUT = Duration.ofSeconds(5);
    /// The octets of an unread body that are discarded, so that the connection can go on. To read more would cost
    /// more than a new connection.
    private static final int MAX_DISCARDED = 64 * 1024;

    private final InputBuffer octets;
    private final Limits limits;
    private final LongConsumer readTimeoutMillis;
    private final BodyBudget.Part taken;
    private long announced;
    private long discarded;
    private long deadlineNanos;

    /// @param maxBody octets
    record Limits(int maxBody, Duration timeout, BodyBudget budget) {}

    /// @param readTimeoutMillis sets how long one read may block
    LimitedBody(InputBuffer octets, Limits limits, LongConsumer readTimeoutMillis) {
        this.octets = octets;
        this.limits = limits;
        taken = limits.budget().part();
        this.readTimeoutMillis = readTimeoutMillis;
    }

    static Refusal tooLarge(int maxBody) {
        return Refusal.of(Failure.BODY_TOO_LARGE, "at most " + maxBody + " octets");
    }

    /// The headers of a request are read.
    ///
    /// @param contentLength negative when it is not known
    void begin(long contentLength) {
        announced = contentLength;
        discarded = 0;
        deadlineNanos = System.nanoTime() + limits.timeout().toNanos();
    }

    /// The account whose request it is: its share of the memory limits the body.
    void isOf(long accountId) {
        taken.of(accountId);
    }

    boolean isTooLarge() {
        return announced > limits.maxBody();
    }

    /// @throws RefusedException when the body is too large, or too many are in memory
    /// @throws SocketTimeoutException when it takes too long
    @Override
    public int doRead(ApplicationBufferHandler into) throws IOException {
        if (isTooLarge()) {
            throw tooLarge(limits.maxBody()).exception();
        }
        awaitAtMost(deadlineNanos);
        int read = octets.doRead(into);
        if (read > 0) {
            count(read);
        }
        return read;
    }

    private void count(int read) {
        if (taken.octets() + read > limits.maxBody()) {
            throw tooLarge(limits.maxBody()).exception();
        }
        if (!taken.take(read)) {
            throw Refusal.after(Failure.OVERLOADED, Duration.ofSeconds(1)).exception();
        }
    }

    private void awaitAtMost(long deadline) throws SocketTimeoutException {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            throw new SocketTimeoutException("the body took longer than " + limits.timeout());
        }
        readTimeoutMillis.accept(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
    }

    @Override
    public int available() {
        return octets.available();
    }

    /// Reads and forgets the rest of the body, within limits.
    ///
    /// @return whether it came to its end
    boolean discard() {
        long deadline = System.nanoTime() + DISCARD_TIMEOUT.toNanos();
        Sink sink = new Sink();
        try {
            while (announced <= MAX_DISCARDED && discarded <= MAX_DISCARDED) {
                awaitAtMost(deadline);
                int read = octets.doRead(sink);
                if (read < 0) {
                    return true;
                }
                discarded += read;
            }
            return false;
        } catch (IOException | RuntimeException ignored) {
            // The connection ends.
            return false;
        }
    }

    /// The request is answered: its octets are no longer in memory.
    void end() {
        taken.giveBack();
    }

    private static final class Sink implements ApplicationBufferHandler {
        private ByteBuffer buffer = ByteBuffer.allocate(0);

        @Override
        public void setByteBuffer(ByteBuffer read) {
            buffer = read;
        }

        @Override
        public ByteBuffer getByteBuffer() {
            return buffer;
        }

        @Override
        public void expand(int size) {
            // Nothing is kept.
        }
    }
}
