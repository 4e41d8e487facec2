package io.elchi.server.gatewayapi;

import io.elchi.server.accounts.Accounts;
import io.elchi.server.accounts.Authentication;
import io.elchi.server.accounts.Caller;
import io.elchi.server.core.Permission;
import io.elchi.server.events.EventPulls;
import io.elchi.server.events.EventStreams;
import io.elchi.server.http.BearerToken;
import io.elchi.server.http.ClientCertificate;
import io.elchi.server.http.Needs;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Events as they happen, as Server-Sent Events (WHATWG HTML, 9.2). The request's thread is virtual and waits with
/// its stream; a client that does not read ends it by the timeout of a write.
@RestController
final class EventStreamController {
    private static final Logger LOG = LoggerFactory.getLogger(EventStreamController.class);
    /// A comment after so long without an event, so that nobody between takes the connection for dead.
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    /// Between two looks whether the key is still valid.
    private static final Duration CHECK = Duration.ofSeconds(2);
    /// Events that are written together.
    private static final int BATCH = 100;

    private final EventStreams streams;
    private final Accounts accounts;

    EventStreamController(EventStreams streams, Accounts accounts) {
        this.streams = streams;
        this.accounts = accounts;
    }

    /// @param after the id of the last event that the client has; null: from the next event on
    /// @param types null: the final states
    /// @param lastEventId the same as `after`, and takes precedence: a client that connects again sends it by
    ///     itself
    @GetMapping(path = "/v1/events/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Needs(Permission.EVENTS_READ)
    void stream(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(name = "after", required = false) String after,
            @RequestParam(name = "types", required = false) String types,
            @RequestHeader(name = "Last-Event-ID", required = false) String lastEventId,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException, InterruptedException {
        String cursor = lastEventId == null || lastEventId.isEmpty() ? after : lastEventId;
        try (EventStreams.Stream stream = streams.open(caller.account().id(), cursor, EventController.types(types))) {
            response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
            response.setHeader("Cache-Control", "no-store");
            // Of nginx: it would keep events until its buffer is full.
            response.setHeader("X-Accel-Buffering", "no");
            if (request.getMethod().equals("GET")) {
                run(stream, request, response.getOutputStream());
            }
        }
    }

    private void run(EventStreams.Stream stream, HttpServletRequest request, OutputStream out)
            throws InterruptedException {
        try {
            write(out, beat(stream));
            long checkedAt = System.nanoTime();
            long writtenAt = checkedAt;
            while (!stream.isOver()) {
                List<EventPulls.Pulled> events = stream.take(BATCH, CHECK);
                long now = System.nanoTime();
                if (now - checkedAt >= CHECK.toNanos()) {
                    checkedAt = now;
                    if (!isAllowed(request)) {
                        return;
                    }
                }
                if (!events.isEmpty()) {
                    write(out, octets(events));
                    writtenAt = now;
                } else if (stream.takeProbe() || now - writtenAt >= HEARTBEAT.toNanos()) {
                    write(out, beat(stream));
                    writtenAt = now;
                }
            }
        } catch (DataAccessException e) {
            LOG.warn("a stream of events ends, since the database failed: {}", e.getMessage());
        } catch (IOException e) {
            LOG.debug("a stream of events ended: {}", e.getMessage());
        }
    }

    /// The key may be revoked, and the account suspended, since the stream began.
    private boolean isAllowed(HttpServletRequest request) {
        Authentication now = accounts.authenticate(
                BearerToken.of(request.getHeader("Authorization")),
                ClientCertificate.of(request),
                InetAddress.ofLiteral(request.getRemoteAddr()));
        return now instanceof Authentication.Granted granted && granted.caller().may(Permission.EVENTS_READ);
    }

    private static void write(OutputStream out, byte[] octets) throws IOException {
        out.write(octets);
        out.flush();
    }

    /// A comment, and an id without an event: a client that connects again need not begin at an old event.
    private static byte[] beat(EventStreams.Stream stream) {
        return (":\nid: " + stream.cursor() + "\n\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] octets(List<EventPulls.Pulled> events) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(512 * events.size());
        for (EventPulls.Pulled event : events) {
            octets.writeBytes(("id: " + event.id() + "\ndata: ").getBytes(StandardCharsets.US_ASCII));
            // JSON of one line.
            octets.writeBytes(event.json());
            octets.writeBytes(new byte[] {'\n', '\n'});
        }
        return octets.toByteArray();
    }
}
