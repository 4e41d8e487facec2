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
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Streams of events from two processes.
@Timeout(60)
class EventStreamTest {
    private static final String PATH = "/v1/stream";
    private static final String KEYS = PATH + "?types=key.created,key.revoked";
    private static final Set<Role> GATEWAY = Set.of(Role.GATEWAY);
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

    /// A stream that is read line by line.
    private record Opened(int status, BufferedReader lines) implements AutoCloseable {
        static Opened at(TestServer server, String path, String key, String lastEventId) throws Exception {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(server.uri(path)).header("Authorization", "Bearer " + key);
            if (lastEventId != null) {
                request.header("Last-Event-ID", lastEventId);
            }
            HttpResponse<InputStream> response =
                    CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            return new Opened(
                    response.statusCode(),
                    new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8)));
        }

        /// The next event, or the next id without an event, with its id.
        Map.Entry<String, JsonNode> next() throws IOException {
            String id = null;
            JsonNode data = null;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("data: ")) {
                    data = JsonMapper.shared().readTree(line.substring(6));
                } else if (line.isEmpty()) {
                    return new java.util.AbstractMap.SimpleEntry<>(id, data);
                }
            }
            return null;
        }

        /// Reads to the end.
        void drain() throws IOException {
            while (next() != null) {
                // Until it ends.
            }
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }

    private Opened open(String path) throws Exception {
        return Opened.at(PLATFORM.server(), path, key, null);
    }

    private void issue() {
        keys.issue(new ApiKey.NewKey(bank, "k", List.of(), Set.of(Scope.SEND), null));
    }

    private void subscribe() {
        client.get("/v1/events?types=key.created,key.revoked").is(200);
        Subscriptions subscriptions = PLATFORM.server().part(Subscriptions.class);
        Platform.await("the account is subscribed", () -> subscriptions.wants(bank, EventType.KEY_CREATED));
    }

    @Test
    void eventsComeAsTheyHappenAndAnotherProcessGoesOnBehindTheLastOne() throws Exception {
        subscribe();
        issue();
        Map.Entry<String, JsonNode> first;
        String cursor;
        try (Opened stream = open(KEYS)) {
            Map.Entry<String, JsonNode> begin = stream.next();
            assertThat(begin.getValue()).as("what was before does not come").isNull();
            issue();
            first = stream.next();
            assertThat(first.getValue().get("type").stringValue()).isEqualTo("key.created");
            assertThat(first.getValue().get("id").stringValue()).isEqualTo(first.getKey());
            cursor = begin.getKey();
        }
        issue();
        try (TestServer other = PLATFORM.server().join(GATEWAY, SETTINGS);
                Opened behind = Opened.at(other, KEYS, key, first.getKey());
                Opened again = Opened.at(other, KEYS + "&after=" + cursor, key, null)) {
            behind.next();
            again.next();
            assertThat(again.next()).isEqualTo(first);
            Map.Entry<String, JsonNode> second = behind.next();
            assertThat(second).isEqualTo(again.next()).isNotEqualTo(first);
            issue();
            assertThat(behind.next().getValue().get("type").stringValue()).isEqualTo("key.created");
        }
    }

    /// A process that stops ends its streams, so that it need not wait for them.
    @Test
    void aStreamEndsWithItsProcess() throws Exception {
        TestServer other = PLATFORM.server().join(GATEWAY, SETTINGS);
        try (Opened stream = Opened.at(other, KEYS, key, null)) {
            stream.next();
            Thread closing = Thread.ofVirtual().start(other::close);
            stream.drain();
            closing.join();
        }
    }

    @Test
    void aRevokedKeyEndsItsStream() throws Exception {
        ApiKey.Issued issued = keys.issue(new ApiKey.NewKey(bank, "k", List.of(), Set.of(Scope.READ), null));
        PLATFORM.as(issued.secret().reveal());
        try (Opened stream = Opened.at(PLATFORM.server(), KEYS, issued.secret().reveal(), null)) {
            stream.next();
            keys.revoke(issued.key().id());
            stream.drain();
        }
    }

    @Test
    void aRevokedClientEndsTheStreamsOfItsTokens() throws Exception {
        String token = PLATFORM.token(bank, "'sms:read'");
        try (Opened stream = Opened.at(PLATFORM.server(), KEYS, token, null)) {
            stream.next();
            long id = Platform.ids(PLATFORM.admin()
                            .get("/admin/v1/oauth-clients?account_id=" + bank)
                            .is(200))
                    .getFirst();
            assertThat(PLATFORM.admin().delete("/admin/v1/oauth-clients/" + id).status())
                    .isEqualTo(204);
            stream.drain();
        }
    }

    @Test
    void whatCannotBeIsRefused() throws Exception {
        for (String query : List.of("?after=evt_1", "?types=key.stolen", "?limit=1")) {
            assertThat(client.get(PATH + query).status()).as(query).isEqualTo(400);
        }
        try (Opened stream = Opened.at(PLATFORM.server(), PATH, key, "7")) {
            assertThat(stream.status).isEqualTo(400);
        }
        PLATFORM.as(PLATFORM.key(bank, "'sms:send'")).get(PATH).isProblem(403, "scope_missing");
    }

    @Test
    void onlySoManyAreOpen() throws Exception {
        List<Opened> open = new ArrayList<>();
        try (Platform own = Platform.start(SETTINGS)) {
            List<String> accounts = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                accounts.add(own.key(own.account("client", own.root(), "a" + i), "'sms:read'"));
                own.as(accounts.get(i));
            }
            for (int i = 0; i < 6; i++) {
                open.add(Opened.at(own.server(), KEYS, accounts.get(i / 2), null));
                assertThat(open.getLast().status).isEqualTo(200);
                if (i == 1) {
                    assertThat(isStatus(own, 429, KEYS, accounts.getFirst())).isTrue();
                }
            }
            assertThat(isStatus(own, 503, KEYS, accounts.getLast())).isTrue();
            open.getFirst().close();
            // A refused client makes the others be looked at: two writes find that one does not read.
            Platform.await("there is capacity again", () -> isStatus(own, 200, KEYS, accounts.getLast()));
        } finally {
            for (Opened each : open) {
                each.close();
            }
        }
    }

    /// The one that looked before may hold the place for a moment.
    private Opened openWhenFree(String path) throws Exception {
        Opened[] opened = new Opened[1];
        Platform.await("there is a place", () -> {
            try {
                opened[0] = open(path);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return opened[0].status == 200;
        });
        return opened[0];
    }

    private static boolean isStatus(Platform platform, int status, String path, String key) {
        try (Opened stream = Opened.at(platform.server(), path, key, null)) {
            return stream.status == status;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /// Its octets stay in its connection's buffers, then its events in the log.
    @Test
    void aClientThatNeverReadsIsClosed() throws Exception {
        EventLog log = PLATFORM.server().part(EventLog.class);
        subscribe();
        String begin =
                client.get("/v1/events?types=key.created").is(200).get("next").stringValue();
        String data = "{\"name\":\"" + "x".repeat(4_000) + "\"}";
        List<NewEvent> events =
                Collections.nCopies(5_000, new NewEvent(bank, EventType.KEY_CREATED, null, Instant.now(), data));
        PLATFORM.server().database().database().transactions().run(tx -> {
            log.append(tx, events);
            return null;
        });
        try (Socket hanging = new Socket("127.0.0.1", PLATFORM.server().uri("/").getPort());
                Socket second =
                        new Socket("127.0.0.1", PLATFORM.server().uri("/").getPort())) {
            for (Socket each : List.of(hanging, second)) {
                each.setReceiveBufferSize(4_096);
                each.getOutputStream()
                        .write(("GET " + KEYS + "&after=" + begin + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                                        + key + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
            }
            Platform.await("both are open", () -> isStatus(PLATFORM, 429, KEYS, key));
            Platform.await("both are closed", () -> isStatus(PLATFORM, 200, KEYS, key));
            try (Opened stream = openWhenFree(KEYS + "&after=" + begin)) {
                stream.next();
                for (int i = 0; i < events.size(); i++) {
                    assertThat(stream.next().getValue()).isNotNull();
                }
            }
        }
    }
}
