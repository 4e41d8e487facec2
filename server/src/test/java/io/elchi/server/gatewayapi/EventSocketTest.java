package io.elchi.server.gatewayapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.accounts.ApiKey;
import io.elchi.server.accounts.ApiKeys;
import io.elchi.server.accounts.Scope;
import io.elchi.server.boot.Role;
import io.elchi.server.boot.TestServer;
import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import io.elchi.server.events.EventLog;
import io.elchi.server.events.EventType;
import io.elchi.server.events.NewEvent;
import io.elchi.server.events.Subscriptions;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Events over WebSockets of a client that is not ours.
@Timeout(60)
class EventSocketTest {
    private static final String PATH = "/v1/stream";
    private static final String KEYS = PATH + "?types=key.created,key.revoked";
    private static final Map<String, String> SETTINGS =
            Map.of("events.streams", "6", "events.streams_per_account", "2", "http.header_timeout", "1s");

    @AutoClose
    private static final Platform PLATFORM = Platform.start(SETTINGS);

    @AutoClose
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final long bank = PLATFORM.account("client", PLATFORM.root(), "bank");
    private final String key = PLATFORM.key(bank, "'sms:read'");
    private final Api client = PLATFORM.as(key);
    private final ApiKeys keys = PLATFORM.server().part(ApiKeys.class);

    /// What the server sends, and the code with which it ends.
    private static final class Received implements WebSocket.Listener {
        private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                messages.add(JsonMapper.shared().readTree(text.toString()));
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closed.complete(status);
            return null;
        }

        JsonNode next() throws InterruptedException {
            JsonNode message = messages.poll(30, TimeUnit.SECONDS);
            assertThat(message).isNotNull();
            return message;
        }

        int status() throws Exception {
            return closed.get(30, TimeUnit.SECONDS);
        }
    }

    private static WebSocket open(TestServer server, String path, String key, Received received) {
        return CLIENT.newWebSocketBuilder()
                .header("Authorization", "Bearer " + key)
                .buildAsync(URI.create(server.uri(path).toString().replaceFirst("http", "ws")), received)
                .join();
    }

    private static int refused(String path, String key) {
        try {
            open(PLATFORM.server(), path, key, new Received()).abort();
            return 101;
        } catch (CompletionException e) {
            return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
        }
    }

    private void subscribe() {
        client.get("/v1/events?types=key.created,key.revoked").is(200);
        Subscriptions subscriptions = PLATFORM.server().part(Subscriptions.class);
        Platform.await("the account is subscribed", () -> subscriptions.wants(bank, EventType.KEY_CREATED));
    }

    private void issue() {
        keys.issue(new ApiKey.NewKey(bank, "k", List.of(), Set.of(Scope.SEND), null));
    }

    @Test
    void eventsComeAsTheyHappenAndAnotherProcessGoesOnBehindACursor() throws Exception {
        subscribe();
        issue();
        Received received = new Received();
        WebSocket socket = open(PLATFORM.server(), KEYS, key, received);
        String cursor = received.next().get("cursor").stringValue();
        issue();
        JsonNode first = received.next();
        assertThat(first.get("type").stringValue()).isEqualTo("key.created");
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        assertThat(received.status()).isEqualTo(WebSocket.NORMAL_CLOSURE);
        Received again = new Received();
        try (TestServer other = PLATFORM.server().join(Set.of(Role.GATEWAY), SETTINGS)) {
            open(other, KEYS + "&after=" + cursor, key, again);
            again.next();
            assertThat(again.next()).isEqualTo(first);
        }
        assertThat(again.status()).as("of a process that stops").isEqualTo(1012);
    }

    @Test
    void aRevokedKeyClosesItsSocket() throws Exception {
        ApiKey.Issued issued = keys.issue(new ApiKey.NewKey(bank, "k", List.of(), Set.of(Scope.READ), null));
        PLATFORM.as(issued.secret().reveal());
        Received received = new Received();
        open(PLATFORM.server(), KEYS, issued.secret().reveal(), received);
        received.next();
        keys.revoke(issued.key().id());
        assertThat(received.status()).isEqualTo(1008);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000, 100_000})
    void aMessageOfTheClientClosesItsSocket(int octets) throws Exception {
        Received received = new Received();
        WebSocket socket = open(PLATFORM.server(), KEYS, key, received);
        received.next();
        socket.sendText("x".repeat(octets), true);
        assertThat(received.status()).isEqualTo(1003);
        Platform.await("both places are free", () -> isFree(2));
    }

    private boolean isFree(int places) {
        return IntStream.range(0, places).allMatch(_ -> refused(KEYS, key) == 101);
    }

    @Test
    void refusalsComeBeforeTheUpgradeAsProblems() {
        assertThat(refused(PATH + "?after=evt_1", key)).isEqualTo(400);
        assertThat(refused(PATH, "elchi_nothing")).isEqualTo(401);
        String sender = PLATFORM.key(bank, "'sms:send'");
        PLATFORM.as(sender);
        assertThat(refused(PATH, sender)).isEqualTo(403);
    }

    /// Neither keeps a place.
    @Test
    void handshakesThatAreNoneAreRefused() throws Exception {
        for (String headers :
                List.of("", "Sec-WebSocket-Key: x\r\n", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n")) {
            for (int i = 0; i < 3; i++) {
                assertThat(answer("Authorization: Bearer " + key + "\r\n" + headers))
                        .as(headers)
                        .matches("HTTP/1.1 4\\d\\d.*");
            }
        }
        assertThat(answer("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"))
                .startsWith("HTTP/1.1 401");
        assertThat(isFree(1)).isTrue();
    }

    private static String answer(String headers) throws Exception {
        try (Socket socket = connect(headers)) {
            InputStream in = socket.getInputStream();
            byte[] start = in.readNBytes(12);
            return new String(start, StandardCharsets.US_ASCII);
        }
    }

    private static Socket connect(String headers) throws Exception {
        Socket socket = new Socket("127.0.0.1", PLATFORM.server().uri("/").getPort());
        socket.getOutputStream()
                .write(("GET " + KEYS + " HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                                + headers + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    @Test
    void aClientThatNeverReadsIsClosed() throws Exception {
        subscribe();
        EventLog log = PLATFORM.server().part(EventLog.class);
        String data = "{\"name\":\"" + "x".repeat(4_000) + "\"}";
        List<NewEvent> events =
                Collections.nCopies(5_000, new NewEvent(bank, EventType.KEY_CREATED, null, Instant.now(), data));
        String handshake = "Authorization: Bearer " + key
                + "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n";
        try (Socket first = connect(handshake);
                Socket second = connect(handshake)) {
            Platform.await("both are open", () -> refused(KEYS, key) == 429);
            PLATFORM.server().database().database().transactions().run(tx -> {
                log.append(tx, events);
                return null;
            });
            Platform.await("both are closed", () -> refused(KEYS, key) == 101);
            assertThat(first.isConnected() && second.isConnected()).isTrue();
        }
    }
}
