package io.elchi.server.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.boot.Role;
import io.elchi.server.boot.TestServer;
import io.elchi.server.connectors.http.HttpPeer.PeerAnswer;
import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import io.elchi.server.gatewayapi.TestBank;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// A whole server with an operator over HTTP: from the client's request to the receipt.
class HttpOperatorTest {
    private static final Set<Role> GATEWAY = EnumSet.of(Role.GATEWAY, Role.CONSOLE);
    private static final String NEW_LINK =
            "{'operator_id':1,'name':'partner','protocol':'http','preset':'%s','system_id':'elchi','password':'secret',"
                    + "'options':{'http':{'url':'%s'}}}";

    private HttpPeer peer;
    private Platform platform;
    private Api bank;
    private JsonNode link;

    @BeforeEach
    void start() throws Exception {
        peer = new HttpPeer();
        platform = Platform.start(Map.of("connectors.receipt_url", "http://127.0.0.1:1"));
        long account = TestBank.open(platform);
        bank = platform.as(platform.key(account, "'sms:send','sms:read'"));
        TestBank.awaitAcceptance(bank);
    }

    @AfterEach
    void stop() {
        platform.close();
        peer.close();
    }

    private void link(String preset) {
        link = platform.admin()
                .post("/admin/v1/smpp-links", NEW_LINK.formatted(preset, peer.url("/send")))
                .is(201);
    }

    private String send(String text) {
        return bank.post("/v1/sms/send", "{'to':'+998901234567','from':'Bank','text':'%s'}".formatted(text))
                .is(202)
                .get("id")
                .stringValue();
    }

    private void awaitState(String id, String state) {
        Platform.await(
                id + " is " + state,
                () -> bank.get("/v1/sms/" + id)
                        .is(200)
                        .get("state")
                        .stringValue()
                        .equals(state));
    }

    private static HttpResponse<String> ask(TestServer server, String path) {
        return server.send(HttpRequest.newBuilder(server.uri(path)).build());
    }

    private static int form(TestServer server, String path, String form) {
        return server.send(HttpRequest.newBuilder(server.uri(path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build())
                .statusCode();
    }

    @Test
    void aMessageIsSentAndItsReceiptEndsIt() {
        link("kannel");
        String id = send("Salom");
        awaitState(id, "submitted");
        Platform.await(
                "the receipts' address is named",
                () -> peer.requests().stream()
                        .anyMatch(
                                each -> each.query().getOrDefault("dlr-url", "").contains(id)));
        String address = peer.requests().stream()
                .map(each -> each.query().get("dlr-url"))
                .filter(each -> each.contains(id))
                .findFirst()
                .orElseThrow();
        String path = URI.create(address.replace("%d", "8")).getRawPath();
        assertThat(path).isEqualTo(link.get("receipt_path").stringValue());
        assertThat(ask(platform.server(), path + "?id=" + id + "&status=8").statusCode())
                .isEqualTo(200);
        assertThat(ask(platform.server(), path + "?id=" + id + "&status=1").statusCode())
                .isEqualTo(200);
        awaitState(id, "delivered");
    }

    /// It is matched when the answer with its id is there.
    @Test
    void aReceiptMayBeEarlierThanTheAnswer() {
        link("jasmin");
        String path = link.get("receipt_path").stringValue();
        peer.answers(request -> {
            String id = "early-" + peer.requests().indexOf(request);
            HttpResponse<String> answer = ask(platform.server(), path + "?id=" + id + "&message_status=DELIVRD");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("ACK/Jasmin");
            return new PeerAnswer(200, "Success \"" + id + "\"");
        });
        awaitState(send("Salom"), "delivered");
    }

    @Test
    void strangersGetNothing() {
        link("kannel");
        String path = link.get("receipt_path").stringValue();
        TestServer server = platform.server();
        assertThat(ask(server, path.substring(0, path.length() - 1) + "x?id=1&status=1")
                        .statusCode())
                .isEqualTo(404);
        assertThat(ask(server, "/receipts/99/" + path.substring(path.lastIndexOf('/') + 1))
                        .statusCode())
                .isEqualTo(404);
        assertThat(ask(server, "/receipts/").statusCode()).isEqualTo(404);
        assertThat(ask(server, path).statusCode()).as("no id").isEqualTo(400);
        assertThat(form(server, path, "id=%zz&status=1")).as("no octets").isEqualTo(400);
        assertThat(form(server, path, "id=1&status=1&x=" + "x".repeat(70_000))).isEqualTo(413);
        for (int i = 0; i < WrongTokens.MOST_A_MINUTE; i++) {
            ask(server, "/receipts/1/wrong");
        }
        assertThat(ask(server, "/receipts/1/wrong").statusCode()).isEqualTo(429);
        assertThat(ask(server, path + "?id=unknown&status=1").statusCode())
                .as("who has a token is let in yet, and an unknown id is kept")
                .isEqualTo(200);
        assertThat(platform.server()
                        .database()
                        .database()
                        .jdbc()
                        .sql("SELECT count(*) FROM messages.unmatched_receipts")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void secretsAreShownOnceOrNever() {
        link("twilio");
        String path = "/admin/v1/smpp-links/" + link.get("id").longValue();
        String token = link.get("receipt_path").stringValue();
        token = token.substring(token.lastIndexOf('/') + 1);
        JsonNode shown = platform.admin().get(path).is(200);
        assertThat(shown.has("receipt_path")).isFalse();
        assertThat(shown.at("/options/http").has("headers")).isFalse();
        assertThat(shown.toString()).doesNotContain(token).doesNotContain("secret");
        platform.admin()
                .patch(path, "{'options':{'http':{'headers':['X-Token: hidden-token-of-peer']}}}")
                .is(200);
        String audit = platform.admin().get("/admin/v1/audit").is(200).toString();
        assertThat(audit).contains("smpp_links").doesNotContain(token).doesNotContain("hidden-token-of-peer");
        JsonNode renewed = platform.admin()
                .patch(path, "{'options':{'http_receipt':{'token':null}}}")
                .is(200);
        assertThat(renewed.get("receipt_path").stringValue()).doesNotContain(token);
    }

    @Test
    void fieldsOfTheOtherProtocolAreRefused() {
        Api admin = platform.admin();
        String path = "/admin/v1/smpp-links";
        admin.post(path, "{'operator_id':1,'name':'x','protocol':'http'}")
                .isProblem(400, "missing_field", "options.http.url");
        admin.post(path, NEW_LINK.formatted("kannel", "https://sms.example").replace("'name'", "'port':1,'name'"))
                .isProblem(400, "invalid_field", "port");
        admin.post(path, NEW_LINK.formatted("kannel", "ftp://sms.example"))
                .isProblem(400, "invalid_field", "options.http");
        admin.post(path, NEW_LINK.formatted("kannel", "https://sms.example/{text}/{other}"))
                .isProblem(400, "invalid_field", "options.http");
        admin.post(
                        path,
                        "{'operator_id':1,'name':'x','preset':'kannel','host':'h','port':1,'system_id':'s','password':''}")
                .isProblem(400, "invalid_field", "preset");
    }

    /// The gateway has neither links nor settlement.
    @Test
    void aReceiptMayArriveAtAnotherProcess() {
        link("kannel");
        String path = link.get("receipt_path").stringValue();
        try (TestServer gateway = platform.server().join(GATEWAY, Map.of())) {
            String id = send("Salom");
            awaitState(id, "submitted");
            assertThat(ask(gateway, path + "?id=" + id + "&status=2").statusCode())
                    .isEqualTo(200);
            awaitState(id, "undelivered");
        }
    }

    /// Each settles what its own operators have; the other one brings it there.
    @Test
    void aReceiptMayArriveAtAProcessThatOwnsOtherOperators() {
        link("kannel");
        String path = link.get("receipt_path").stringValue();
        try (TestServer second = platform.server().join(Set.of(Role.values()), Map.of())) {
            for (TestServer at : Set.of(platform.server(), second)) {
                String id = send("Salom");
                awaitState(id, "submitted");
                assertThat(ask(at, path + "?id=" + id + "&status=1").statusCode())
                        .isEqualTo(200);
                awaitState(id, "delivered");
            }
        }
    }
}
