package io.elchi.server.gatewayapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpServer;
import io.elchi.server.boot.Role;
import io.elchi.server.boot.TestServer;
import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import io.elchi.server.webhooks.WebhookPosting;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Messages with an address of their own for their final state.
class StatusUrlApiTest {
    @AutoClose
    private static final Platform PLATFORM =
            Platform.start(Map.of("webhooks.private_addresses", "true", "webhooks.status_urls", "3"));

    private static final String SCOPES = "'sms:test','sms:read','webhooks'";
    private static final List<Post> POSTS = new CopyOnWriteArrayList<>();

    private static HttpServer sink;
    private static int count;

    private record Post(String path, HttpHeaders headers, String body) {
        String message() {
            return JsonMapper.shared().readTree(body).at("/data/id").stringValue();
        }
    }

    @BeforeAll
    static void start() throws Exception {
        sink = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        sink.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        sink.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            POSTS.add(new Post(
                    exchange.getRequestURI().getPath(),
                    HttpHeaders.of(exchange.getRequestHeaders(), (_, _) -> true),
                    body));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        sink.start();
    }

    @AfterAll
    static void stop() {
        sink.stop(0);
    }

    private static String url(String path) {
        return "http://127.0.0.1:" + sink.getAddress().getPort() + path;
    }

    private static Api account() {
        long account = PLATFORM.account("client", PLATFORM.root(), "bank" + ++count);
        PLATFORM.admin()
                .post("/admin/v1/senders", "{'account_id':%d,'sender':'Bank'}".formatted(account))
                .is(201);
        Api bank = PLATFORM.as(PLATFORM.key(account, SCOPES));
        Platform.await(
                "messages are accepted",
                () -> bank.post("/v1/sms/send", message("")).status() == 202);
        return bank;
    }

    private static String message(String members) {
        return "{'to':'+99910000000','from':'Bank','text':'Salom'%s}".formatted(members);
    }

    private static String send(Api bank, String members) {
        return bank.post("/v1/sms/send", message(members)).is(202).get("id").stringValue();
    }

    private static String to(String path) {
        return ",'status_url':'" + url(path) + "'";
    }

    private static List<String> posted(String path) {
        return POSTS.stream()
                .filter(post -> post.path.equals(path))
                .map(Post::message)
                .toList();
    }

    private static JsonNode endpoint(Api bank, String path) {
        return bank.get("/v1/webhooks")
                .is(200)
                .get("items")
                .valueStream()
                .filter(each -> each.get("url").stringValue().equals(url(path)))
                .findFirst()
                .orElse(null);
    }

    @Test
    void theFinalStateOfTheMessageAloneIsPosted() throws Exception {
        Api bank = account();
        String plain = send(bank, "");
        String first = send(bank, to("/own"));
        Platform.await("the state is posted", () -> posted("/own").contains(first));
        JsonNode endpoint = endpoint(bank, "/own");
        assertThat(endpoint.get("kind").stringValue()).isEqualTo("status");
        long id = endpoint.get("id").longValue();
        String secret = bank.post("/v1/webhooks/" + id + "/rotate-secret", null)
                .is(200)
                .get("secret")
                .stringValue();
        String undelivered = bank.post(
                        "/v1/sms/send", "{'to':'+99910000003','from':'Bank','text':'x'%s}".formatted(to("/own")))
                .is(202)
                .get("id")
                .stringValue();
        Platform.await("the second is posted", () -> posted("/own").contains(undelivered));
        Platform.await(
                "the plain message has its end",
                () -> bank.get("/v1/sms/" + plain)
                        .is(200)
                        .get("state")
                        .stringValue()
                        .equals("delivered"));
        assertThat(posted("/own")).containsExactly(first, undelivered);
        Post last = POSTS.stream()
                .filter(post -> post.path.equals("/own"))
                .reduce((_, post) -> post)
                .orElseThrow();
        assertThat(JsonMapper.shared().readTree(last.body).get("type").stringValue())
                .isEqualTo("message.undelivered");
        new Webhook(secret).verify(last.body, last.headers);
        Platform.await(
                "both attempts are listed",
                () -> bank.get("/v1/webhooks/" + id + "/attempts")
                                .is(200)
                                .get("items")
                                .size()
                        == 2);
        assertThat(bank.get("/v1/webhooks/" + id + "/attempts")
                        .is(200)
                        .at("/items/0/message_id")
                        .stringValue())
                .isEqualTo(undelivered);
    }

    /// Others get the events as before: by their types, whichever message they are about.
    @Test
    void endpointsOfTheAccountGetTheirTypes() {
        Api bank = account();
        bank.post("/v1/webhooks", "{'url':'%s','events':['message.delivered']}".formatted(url("/types")))
                .is(201);
        bank.post("/v1/webhooks", "{'url':'%s','events':['message.expired']}".formatted(url("/none")))
                .is(201);
        List<String> sent = new ArrayList<>();
        Platform.await("the endpoint is known", () -> {
            Api.Answer answer = bank.post("/v1/sms/send", message(to("/both")));
            if (answer.status() == 202) {
                sent.add(answer.json().get("id").stringValue());
            }
            return !posted("/types").isEmpty();
        });
        Platform.await("each is posted", () -> posted("/both").size() == sent.size());
        assertThat(posted("/none")).isEmpty();
        String last = sent.getLast();
        Platform.await("the last is posted to both", () -> posted("/types").contains(last));
    }

    @Test
    void anotherAccountWithTheSameAddressGetsItsOwnMessages() {
        Api one = account();
        Api two = account();
        String ofOne = send(one, to("/shared"));
        String ofTwo = send(two, to("/shared"));
        Platform.await("both are posted", () -> posted("/shared").size() == 2);
        assertThat(posted("/shared")).containsExactlyInAnyOrder(ofOne, ofTwo);
        long endpoint = endpoint(one, "/shared").get("id").longValue();
        assertThat(endpoint(two, "/shared").get("id").longValue()).isNotEqualTo(endpoint);
        two.get("/v1/webhooks/" + endpoint).isProblem(404, "not_found");
    }

    @Test
    void anAccountHasFewOfThem() {
        Api bank = account();
        bank.post("/v1/webhooks", "{'url':'%s'}".formatted(url("/account"))).is(201);
        for (int i = 0; i < 3; i++) {
            send(bank, to("/many" + i));
        }
        send(bank, to("/many2"));
        bank.post("/v1/sms/send", message(to("/many3"))).isProblem(409, "conflict", "status_url");
        JsonNode batch = bank.post(
                        "/v1/sms/batch",
                        "{'from':'Bank','text':'x'%s,'messages':[{'to':'+99910000000'}]}".formatted(to("/many3")))
                .json();
        assertThat(batch.toString()).contains("\"conflict\"").contains("status_url");
        assertThat(endpoint(bank, "/many3")).isNull();
        // One that is removed makes space for another.
        bank.delete("/v1/webhooks/" + endpoint(bank, "/many0").get("id")).is(204);
        Platform.await(
                "another one is accepted",
                () -> bank.post("/v1/sms/send", message(to("/many3"))).status() == 202);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "ftp://bank.example/",
                "http://",
                "https://user@bank.example/",
                "https://a/#b",
                "https://a b/"
            })
    void anAddressThatCannotBeIsRefused(String address) {
        Api admin = PLATFORM.as(PLATFORM.key(PLATFORM.root(), "'sms:test'"));
        for (String more : new String[] {"", ",'dry_run':true"}) {
            admin.post("/v1/sms/send", message(",'status_url':'%s'".formatted(address) + more))
                    .isProblem(400, "invalid_field", "status_url");
        }
    }

    @Test
    void aDryRunAddsNone() {
        Api bank = account();
        bank.post("/v1/sms/send", message(to("/dry") + ",'dry_run':true")).is(200);
        assertThat(endpoint(bank, "/dry")).isNull();
    }

    @Test
    void aRefusedMessageAddsNone() {
        Api bank = account();
        bank.post("/v1/sms/send", "{'to':'1','from':'Bank','text':'x'%s}".formatted(to("/refused")))
                .isProblem(422, "invalid_destination");
        assertThat(endpoint(bank, "/refused")).isNull();
    }

    /// Its answer is stored, whatever became of the endpoint.
    @Test
    void aRepetitionHasItsAnswer() {
        Api bank = account();
        String body = message(to("/once"));
        JsonNode first = repeated(bank, body);
        for (String path : List.of("/once", "/a", "/b", "/c")) {
            JsonNode made = endpoint(bank, path);
            if (made != null) {
                bank.delete("/v1/webhooks/" + made.get("id")).is(204);
            }
        }
        assertThat(repeated(bank, body)).isEqualTo(first);
    }

    private static JsonNode repeated(Api bank, String body) {
        return bank.postOnce("/v1/sms/send", body, "once").is(202);
    }

    /// Each of many at a time counts all others.
    @Test
    void manyAtATimeAddNoMoreThanAnAccountMayHave() throws InterruptedException {
        Api bank = account();
        List<Thread> threads = IntStream.range(0, 12)
                .mapToObj(i -> Thread.ofVirtual().start(() -> bank.post("/v1/sms/send", message(to("/race" + i)))))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(bank.get("/v1/webhooks").is(200).get("items").size()).isLessThanOrEqualTo(3);
    }

    @Test
    void theAuditSaysWhoseMessageMadeIt() {
        Api bank = account();
        send(bank, to("/audited"));
        long account = bank.get("/v1/account/profile").is(200).get("id").longValue();
        JsonNode entry = PLATFORM.admin()
                .get("/admin/v1/audit?object=webhooks.endpoints&object_id="
                        + endpoint(bank, "/audited").get("id"))
                .is(200)
                .at("/items/0");
        assertThat(entry.at("/entry/actor/account_id").longValue()).isEqualTo(account);
        assertThat(entry.at("/entry/actor/correlation_id").isMissingNode()).isFalse();
        assertThat(entry.toString()).doesNotContain("whsec_");
    }

    @Test
    void itIsNotChangedByHand() {
        Api bank = account();
        send(bank, to("/fixed"));
        bank.patch("/v1/webhooks/" + endpoint(bank, "/fixed").get("id"), "{'url':'%s'}".formatted(url("/elsewhere")))
                .isProblem(409, "conflict");
    }

    @Test
    void whatNobodyUsesIsForgotten() throws Exception {
        Api bank = account();
        send(bank, to("/old"));
        send(bank, to("/new"));
        long old = endpoint(bank, "/old").get("id").longValue();
        PLATFORM.server()
                .database()
                .execute("UPDATE webhooks.status_uses SET used_at = now() - interval '61 days' WHERE endpoint_id = "
                        + old);
        PLATFORM.server().part(WebhookPosting.class).maintain();
        assertThat(endpoint(bank, "/old")).isNull();
        assertThat(endpoint(bank, "/new")).isNotNull();
        Platform.await("a message makes it again", () -> {
            send(bank, to("/old"));
            return endpoint(bank, "/old") != null;
        });
        assertThat(endpoint(bank, "/old").get("id").longValue()).isGreaterThan(old);
    }

    /// Whichever process accepts and posts, each state is posted once. The one that posts may end.
    @Test
    void twoProcessesPostEachStateOnce() {
        Api bank = account();
        long account = bank.get("/v1/account/profile").is(200).get("id").longValue();
        String key = PLATFORM.key(account, SCOPES);
        PLATFORM.as(key);
        List<String> sent = new ArrayList<>();
        try (TestServer second = PLATFORM.server()
                .join(
                        EnumSet.of(Role.GATEWAY, Role.CONSOLE, Role.WEBHOOKS),
                        Map.of("webhooks.private_addresses", "true"))) {
            Platform.await(
                    "the second process knows the key",
                    () -> second.ask("GET", "/v1/webhooks", key, null).statusCode() == 200);
            for (int i = 0; i < 40; i++) {
                send(i % 2 == 0 ? PLATFORM.server() : second, key, sent);
            }
            Platform.await("each is posted", () -> posted("/two").size() >= sent.size());
        }
        assertThat(sent).hasSizeGreaterThan(10);
        int before = sent.size();
        Platform.await("there is another one", () -> {
            send(PLATFORM.server(), key, sent);
            return sent.size() > before;
        });
        Platform.await("each is posted", () -> posted("/two").size() >= sent.size());
        assertThat(posted("/two")).containsExactlyInAnyOrderElementsOf(sent);
    }

    /// Unless the rate is exceeded.
    private static void send(TestServer server, String key, List<String> sent) {
        HttpResponse<String> answer =
                server.ask("POST", "/v1/sms/send", key, message(to("/two")).replace('\'', '"'));
        assertThat(answer.statusCode()).as(answer.body()).isIn(202, 429);
        if (answer.statusCode() == 202) {
            sent.add(JsonMapper.shared().readTree(answer.body()).get("id").stringValue());
        }
    }
}
