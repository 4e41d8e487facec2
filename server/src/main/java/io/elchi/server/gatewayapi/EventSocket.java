package io.elchi.server.gatewayapi;

import io.elchi.server.events.EventPulls;
import io.elchi.server.events.EventStreams;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Events over a WebSocket (RFC 6455): a text message for each event, and one with the cursor at the beginning and
/// in each pause. The client sends nothing but pongs and its close frame.
final class EventSocket extends Endpoint implements EventSink {
    private static final Logger LOG = LoggerFactory.getLogger(EventSocket.class);
    /// Octets of a message of the client that are read at a time.
    private static final int MOST_RECEIVED = 125;
    /// Pings without a pong, after which the client is taken to be gone.
    private static final int UNANSWERED = 3;
    private static final String SEND_TIMEOUT = "org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT";

    private final EventStreams.Stream stream;
    private final BooleanSupplier isAllowed;
    private final Duration writeTimeout;
    private volatile Session session;
    private volatile int unanswered;
    private volatile boolean isRefused;

    /// @param writeTimeout how long a client need not read
    EventSocket(EventStreams.Stream stream, BooleanSupplier isAllowed, Duration writeTimeout) {
        this.stream = stream;
        this.isAllowed = isAllowed;
        this.writeTimeout = writeTimeout;
    }

    @Override
    public void onOpen(Session opened, EndpointConfig config) {
        session = opened;
        opened.setMaxIdleTimeout(0);
        opened.setMaxTextMessageBufferSize(MOST_RECEIVED);
        opened.setMaxBinaryMessageBufferSize(MOST_RECEIVED);
        opened.getUserProperties().put(SEND_TIMEOUT, writeTimeout.toMillis());
        opened.addMessageHandler(String.class, (MessageHandler.Partial<String>) (_, _) -> refuseMessage());
        opened.addMessageHandler(ByteBuffer.class, (MessageHandler.Partial<ByteBuffer>) (_, _) -> refuseMessage());
        opened.addMessageHandler(PongMessage.class, (MessageHandler.Whole<PongMessage>) _ -> unanswered = 0);
        Thread.ofVirtual().name("event-socket").start(this::run);
    }

    private void run() {
        try (stream) {
            close(reason(new EventStreamLoop(stream, this, isAllowed).run()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The thread that writes closes the session. When the thread that reads closes it during a write, Tomcat may end
    /// the connection without a close frame. The rest of the message is read meanwhile: a connection that is closed
    /// over unread octets is reset.
    private void refuseMessage() {
        isRefused = true;
        stream.end();
    }

    private CloseReason reason(EventStreamLoop.End end) {
        if (isRefused) {
            return new CloseReason(CloseCodes.CANNOT_ACCEPT, "this stream takes no messages");
        }
        return switch (end) {
            case SERVER -> new CloseReason(CloseCodes.SERVICE_RESTART, "connect again");
            case NOT_ALLOWED -> new CloseReason(CloseCodes.VIOLATED_POLICY, "the key is not valid");
            case CLIENT -> new CloseReason(CloseCodes.GOING_AWAY, "no answer");
        };
    }

    private void close(CloseReason reason) {
        try {
            session.close(reason);
        } catch (IOException e) {
            LOG.debug("a stream of events was closed without its last frame: {}", e.getMessage());
        }
    }

    @Override
    public void onClose(Session closed, CloseReason reason) {
        stream.end();
    }

    @Override
    public void onError(Session broken, Throwable failure) {
        LOG.debug("a stream of events failed: {}", failure.getMessage());
        stream.end();
    }

    @Override
    public void events(List<EventPulls.Pulled> events) throws IOException {
        for (EventPulls.Pulled event : events) {
            send(new String(event.json(), StandardCharsets.UTF_8));
        }
    }

    @Override
    public void beat(String cursor) throws IOException {
        if (unanswered >= UNANSWERED) {
            throw new IOException(UNANSWERED + " pings have no answer");
        }
        send("{\"cursor\":\"" + cursor + "\"}");
        unanswered++;
        try {
            session.getBasicRemote().sendPing(ByteBuffer.allocate(0));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new IOException(e);
        }
    }

    /// A closed session is answered with an unchecked exception.
    private void send(String text) throws IOException {
        try {
            session.getBasicRemote().sendText(text);
        } catch (IllegalStateException e) {
            throw new IOException(e);
        }
    }
}
