package io.elchi.server.adminapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.boot.Role;
import io.elchi.server.boot.TestServer;
import io.elchi.server.contract.Browser;
import io.elchi.server.contract.People;
import io.elchi.server.contract.Platform;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Streams of answers at two processes.
@Timeout(60)
class AnswerStreamTest {
    private static final Map<String, String> SETTINGS =
            Map.of("console.streams_per_person", "2", "console.streams", "5", "http.header_timeout", "1s");
    private static final Platform PLATFORM = Platform.start(SETTINGS);
    private static final TestServer OTHER = PLATFORM.server().join(Set.of(Role.CONSOLE, Role.GATEWAY), SETTINGS);
    private static final People PEOPLE = new People(PLATFORM);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final String BALANCE = "/v1/balance";
    private static final String DRAFTS = "/admin/v1/drafts?list=open";

    private final String email = "person" + NUMBER.incrementAndGet() + "@streams.example";
    private final long bank = PLATFORM.account("client", PLATFORM.root(), "bank");

    @AfterAll
    static void close() {
        CLIENT.close();
        OTHER.close();
        PLATFORM.close();
    }

    private record Heard(String name, JsonNode data) {}

    /// A stream that is read event by event.
    private static final class Opened implements AutoCloseable {
        private final int status;
        private final BufferedReader lines;

        Opened(TestServer server, Browser who, String... watched) throws Exception {
            HttpResponse<InputStream> response = CLIENT.send(
                    HttpRequest.newBuilder(server.uri("/console/stream?watch="
                                    + URLEncoder.encode(String.join(" ", watched), StandardCharsets.UTF_8)))
                            .header("Cookie", "__Host-elchi=" + who.cookie())
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            status = response.statusCode();
            lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        }

        /// The next event but beats; null: the stream has ended.
        Heard next() throws IOException {
            String name = null;
            JsonNode data = null;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data = JsonMapper.shared().readTree(line.substring(6));
                } else if (!"beat".equals(name)) {
                    return new Heard(name, data);
                }
            }
            return null;
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }

    private void pay(String reference) {
        PLATFORM.admin()
                .post(
                        "/admin/v1/accounts/" + bank + "/topups",
                        "{'amount':{'amount':'5','currency':'UZS'},'reference':'%s'}".formatted(reference))
                .is(201);
    }

    @Test
    void anAnswerComesAtOnceAndAgainWhenItIsAnother() throws Exception {
        Browser owner = PEOPLE.signedIn(bank, email, "owner");
        try (Opened stream = new Opened(PLATFORM.server(), owner, BALANCE, "/v1/sms?limit=1")) {
            Heard first = stream.next();
            assertThat(first.name).isEqualTo("answer");
            assertThat(first.data.get("watch").stringValue()).isEqualTo(BALANCE);
            assertThat(first.data.get("body")).isEqualTo(owner.get(BALANCE).is(200));
            Heard list = stream.next();
            assertThat(list.data.get("watch").stringValue()).isEqualTo("/v1/sms?limit=1");
            assertThat(list.data.at("/body/items").isArray()).isTrue();
            pay("one");
            Heard second = stream.next();
            assertThat(second.data.get("watch").stringValue()).isEqualTo(BALANCE);
            assertThat(second.data.get("body"))
                    .isEqualTo(owner.get(BALANCE).is(200))
                    .isNotEqualTo(first.data.get("body"));
        }
    }

    @Test
    void aReadThatIsNotPermittedUnknownOrWrongIsAProblemAndTheOthersGoOn() throws Exception {
        Browser owner = PEOPLE.signedIn(bank, email, "owner");
        Map<String, String> refused = Map.of(
                "/admin/v1/stats/tps", "scope_missing",
                "/v1/prices", "not_found",
                "/v1/stream", "not_found",
                "/console/stream?watch=/v1/balance", "not_found",
                "/no/such/path", "not_found",
                "/v1/sms?limti=1", "unknown_parameter",
                "/v1/sms?limit=x", "invalid_field");
        List<String> watched = new ArrayList<>(refused.keySet());
        watched.add(BALANCE);
        try (Opened stream = new Opened(PLATFORM.server(), owner, watched.toArray(String[]::new))) {
            for (String address : watched) {
                Heard heard = stream.next();
                assertThat(heard.data.get("watch").stringValue()).isEqualTo(address);
                if (refused.containsKey(address)) {
                    assertThat(heard.data.at("/problem/code").stringValue())
                            .as(address)
                            .isEqualTo(refused.get(address));
                } else {
                    assertThat(heard.data.get("body").isObject()).isTrue();
                }
            }
            pay("two");
            assertThat(stream.next().data.get("watch").stringValue()).isEqualTo(BALANCE);
        }
    }

    @Test
    void whatAPersonMayNotAskForItMayNotWatchFromThenOn() throws Exception {
        Browser owner = PEOPLE.signedIn(bank, email, "owner");
        long id = owner.get("/console/session").is(200).at("/user/id").longValue();
        try (Opened stream = new Opened(OTHER, owner, DRAFTS, BALANCE)) {
            stream.next();
            assertThat(stream.next().data.has("body")).isTrue();
            PLATFORM.admin()
                    .patch("/admin/v1/users/" + id, "{'role':'developer'}")
                    .is(200);
            Heard heard = stream.next();
            while (heard.data.has("body")) {
                heard = stream.next();
            }
            assertThat(heard.data.at("/problem/code").stringValue()).isEqualTo("scope_missing");
        }
    }

    @Test
    void aSessionThatEndsInAnotherProcessEndsItsStreams() throws Exception {
        Browser owner = PEOPLE.signedIn(bank, email, "owner");
        try (Opened stream = new Opened(PLATFORM.server(), owner, BALANCE)) {
            stream.next();
            owner.at(OTHER).delete("/console/session").is(204);
            Heard end = stream.next();
            assertThat(end.name).isEqualTo("end");
            assertThat(end.data.at("/problem/code").stringValue()).isEqualTo("unauthorized");
            assertThat(stream.next()).isNull();
        }
    }

    @Test
    void aStreamIsNoUseOfItsSession() throws Exception {
        Browser owner = PEOPLE.signedIn(bank, email, "owner");
        try (Opened stream = new Opened(PLATFORM.server(), owner, BALANCE)) {
            stream.next();
            PLATFORM.server()
                    .database()
                    .execute("UPDATE identity.sessions SET last_access_time = last_access_time - 1860000,"
                            + " expiry_time = expiry_time - 1860000");
            assertThat(stream.next().name).isEqualTo("end");
        }
    }

    @Test
    void peopleAndProcessesHaveALimitAndKeysHaveNoStream() throws Exception {
        Browser owner = PEOPLE.signedIn(bank, email, "owner");
        try (Opened one = new Opened(PLATFORM.server(), owner, BALANCE);
                Opened two = new Opened(PLATFORM.server(), owner, BALANCE);
                Opened three = new Opened(PLATFORM.server(), owner, BALANCE);
                Opened elsewhere = new Opened(OTHER, owner, BALANCE)) {
            assertThat(List.of(one.status, two.status, three.status, elsewhere.status))
                    .containsExactly(200, 200, 429, 200);
        }
        owner.get("/console/stream").isProblem(400, "missing_field", "watch");
        owner.get("/console/stream?watch=balance").isProblem(400, "invalid_field", "watch");
        owner.get("/console/stream?watch=" + "/a%20".repeat(2)).isProblem(400, "invalid_field", "watch");
        for (String path : List.of("/v1/sms/%25", "//v1/balance", "/v1/sms/;a=b/x", "/v1/balance%2520", "/v1/%C3%A4")) {
            owner.get("/console/stream?watch=" + path).isProblem(400, "invalid_field", "watch");
        }
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 9; i++) {
            many.append("/v1/sms/").append(i).append("%20");
        }
        owner.get("/console/stream?watch=" + many).isProblem(400, "invalid_field", "watch");
        PLATFORM.admin().get("/console/stream?watch=/v1/balance").isProblem(403, "scope_missing");
    }

    @Test
    void aProcessThatStopsEndsItsStreams() throws Exception {
        Browser owner = PEOPLE.signedIn(bank, email, "owner");
        TestServer third = PLATFORM.server().join(Set.of(Role.CONSOLE, Role.GATEWAY), SETTINGS);
        try (Opened stream = new Opened(third, owner, BALANCE)) {
            stream.next();
            third.close();
            assertThat(stream.next()).isNull();
        }
        try (Opened stream = new Opened(OTHER, owner, BALANCE)) {
            assertThat(stream.next().data.has("body")).isTrue();
        }
    }
}
