package io.elchi.server.gatewayapi;

import io.elchi.server.accounts.Accounts;
import io.elchi.server.accounts.Authentication;
import io.elchi.server.accounts.Caller;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.events.EventStreams;
import io.elchi.server.http.BearerToken;
import io.elchi.server.http.ClientCertificate;
import io.elchi.server.http.HttpProperties;
import io.elchi.server.http.Needs;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Events as they happen, as Server-Sent Events or over a WebSocket. Each stream has a virtual thread; a client
/// that does not read ends it by the timeout of a write.
@RestController
final class EventStreamController {
    private static final String PATH = "/v1/stream";

    private final EventStreams streams;
    private final Accounts accounts;
    private final HttpProperties http;

    EventStreamController(EventStreams streams, Accounts accounts, HttpProperties http) {
        this.streams = streams;
        this.accounts = accounts;
        this.http = http;
    }

    /// @param after the id of the last event that the client has; null: from the next event on
    /// @param types null: the final states
    /// @param lastEventId the same as `after`, and takes precedence: a client that connects again sends it by
    ///     itself
    @GetMapping(path = PATH, produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Needs(Permission.EVENTS_READ)
    void stream(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(name = "after", required = false) String after,
            @RequestParam(name = "types", required = false) String types,
            @RequestHeader(name = "Last-Event-ID", required = false) String lastEventId,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException, InterruptedException, ServletException {
        boolean isSocket = "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
        if (isSocket && request.getHeader("Authorization") == null) {
            // A page of another site can open one with the cookie of a session.
            throw Refusal.of(Failure.UNAUTHORIZED).exception();
        }
        String cursor = lastEventId == null || lastEventId.isEmpty() ? after : lastEventId;
        EventStreams.Stream stream = streams.open(caller.account().id(), cursor, EventController.types(types));
        if (isSocket) {
            upgrade(stream, request, response);
            return;
        }
        try (stream) {
            response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
            response.setHeader("Cache-Control", "no-store");
            // Of nginx: it would keep events until its buffer is full.
            response.setHeader("X-Accel-Buffering", "no");
            if (request.getMethod().equals("GET")) {
                EventSink sink = new ServerSentEvents(response.getOutputStream());
                new EventStreamLoop(stream, sink, check(request)).run();
            }
        }
    }

    /// The socket owns the stream from then on.
    private void upgrade(EventStreams.Stream stream, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        boolean isUpgraded = false;
        try {
            EventSocket socket = new EventSocket(stream, check(request), http.headerTimeout());
            ServerEndpointConfig config = ServerEndpointConfig.Builder.create(EventSocket.class, PATH)
                    .configurator(new OneSocket(socket))
                    .build();
            ServerContainer container =
                    (ServerContainer) request.getServletContext().getAttribute(ServerContainer.class.getName());
            container.upgradeHttpToWebSocket(request, response, config, Map.of());
            isUpgraded = response.getStatus() == HttpServletResponse.SC_SWITCHING_PROTOCOLS;
        } catch (DeploymentException e) {
            throw new ServletException(e);
        } finally {
            if (!isUpgraded) {
                stream.close();
            }
        }
    }

    /// Whether the key is still valid, and may still read events, however the request fares meanwhile.
    private BooleanSupplier check(HttpServletRequest request) {
        String token = BearerToken.of(request.getHeader("Authorization"));
        ClientCertificate certificate = ClientCertificate.of(request);
        InetAddress address = InetAddress.ofLiteral(request.getRemoteAddr());
        return () -> accounts.authenticate(token, certificate, address) instanceof Authentication.Granted granted
                && granted.caller().may(Permission.EVENTS_READ);
    }

    private static final class OneSocket extends ServerEndpointConfig.Configurator {
        private final EventSocket socket;

        OneSocket(EventSocket socket) {
            this.socket = socket;
        }

        @Override
        public <T> T getEndpointInstance(Class<T> type) {
            return type.cast(socket);
        }
    }
}
