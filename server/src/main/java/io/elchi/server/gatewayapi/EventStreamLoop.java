package io.elchi.server.gatewayapi;

import io.elchi.server.events.EventPulls;
import io.elchi.server.events.EventStreams;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/// Moves the events of one stream to its client until one side ends it. It runs on a virtual thread.
final class EventStreamLoop {
    private static final Logger LOG = LoggerFactory.getLogger(EventStreamLoop.class);
    /// A beat after so long without an event, so that no proxy closes the connection as idle.
    static final Duration HEARTBEAT = Duration.ofSeconds(15);
    /// Between two checks whether the key is still valid.
    private static final Duration CHECK = Duration.ofSeconds(2);
    /// Events that are written together.
    private static final int BATCH = 100;

    private final EventStreams.Stream stream;
    private final EventSink sink;
    private final BooleanSupplier isAllowed;

    /// @param isAllowed whether the client may still read: its key may be revoked since the stream began
    EventStreamLoop(EventStreams.Stream stream, EventSink sink, BooleanSupplier isAllowed) {
        this.stream = stream;
        this.sink = sink;
        this.isAllowed = isAllowed;
    }

    /// Why a stream ended.
    enum End {
        /// The server ends it: its time is over, the server stops, or the database failed. The client may come
        /// again.
        SERVER,
        /// The key is no longer valid.
        NOT_ALLOWED,
        /// The client went away, or did not read.
        CLIENT
    }

    End run() throws InterruptedException {
        try {
            sink.beat(stream.cursor());
            long checkedAt = System.nanoTime();
            long writtenAt = checkedAt;
            while (!stream.isOver()) {
                List<EventPulls.Pulled> events = stream.take(BATCH, CHECK);
                long now = System.nanoTime();
                if (now - checkedAt >= CHECK.toNanos()) {
                    checkedAt = now;
                    if (!isAllowed.getAsBoolean()) {
                        return End.NOT_ALLOWED;
                    }
                }
                if (!events.isEmpty()) {
                    sink.events(events);
                    writtenAt = now;
                } else if (stream.takeProbe() || now - writtenAt >= HEARTBEAT.toNanos()) {
                    sink.beat(stream.cursor());
                    writtenAt = now;
                }
            }
            return End.SERVER;
        } catch (DataAccessException e) {
            LOG.warn("a stream of events ends, since the database failed: {}", e.getMessage());
            return End.SERVER;
        } catch (IOException e) {
            LOG.debug("a stream of events ended: {}", e.getMessage());
            return End.CLIENT;
        }
    }
}
