package io.elchi.server.adminapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.boot.Role;
import io.elchi.server.boot.TestServer;
import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import io.elchi.simulator.Simulator;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// A traced link and messages over it.
class PduApiTest {
    private static final String PASSWORD = "secret";
    private static final String CODE = "481516";

    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    @AutoClose
    private static Simulator simulator;

    private final Api admin = PLATFORM.admin();

    @BeforeAll
    static void start() throws Exception {
        simulator = Simulator.start(List.of("beeline"), 1, true, 0);
    }

    private long operator(String name) {
        return admin.post(
                        "/admin/v1/operators",
                        "{'name':'%s','default_cost':{'amount':'30','currency':'UZS'}}".formatted(name))
                .is(201)
                .get("id")
                .longValue();
    }

    private String boundLink(long operator) {
        String body = "{'operator_id':%d,'name':'%s','host':'127.0.0.1','port':%d,'system_id':'elchi','password':'%s'}"
                .formatted(operator, "link" + operator, simulator.ports().get("beeline"), PASSWORD);
        String path = "/admin/v1/smpp-links/"
                + admin.post("/admin/v1/smpp-links", body).is(201).get("id");
        Platform.await(
                "the link is bound",
                () -> admin.get(path).is(200).at("/live/state").asString("").equals("bound"));
        return path;
    }

    private Api bank(long operator) {
        long client = PLATFORM.account("client", PLATFORM.root(), "bank");
        admin.post(
                        "/admin/v1/routes",
                        "{'operator_id':%d,'account_id':%d,'any_destination':true}".formatted(operator, client))
                .is(201);
        admin.post(
                        "/admin/v1/tariff-routes",
                        "{'account_id':%d,'price_per_sms':{'amount':'55','currency':'UZS'},'country':'UZ'}"
                                .formatted(client))
                .is(201);
        admin.post("/admin/v1/senders", "{'account_id':%d,'sender':'Bank'}".formatted(client))
                .is(201);
        admin.post(
                        "/admin/v1/accounts/" + client + "/topups",
                        "{'amount':{'amount':'1000','currency':'UZS'},'reference':'x'}")
                .is(201);
        return PLATFORM.as(PLATFORM.key(client, "'sms:send','sms:read'"));
    }

    private static String send(Api bank) {
        String[] id = new String[1];
        Platform.await("the message is accepted", () -> {
            Api.Answer answer = bank.post(
                    "/v1/sms/send",
                    "{'to':'+998901234567','from':'Bank','text':'Your code is " + CODE + "','class':'otp'}");
            id[0] = answer.status() == 202 ? answer.json().get("id").stringValue() : null;
            return id[0] != null;
        });
        Platform.await("it is final", () -> bank.get("/v1/sms/" + id[0]).is(200).has("final_at"));
        return id[0];
    }

    private static List<String> commands(JsonNode answer) {
        return answer.get("items")
                .valueStream()
                .map(pdu -> pdu.get("command").stringValue())
                .toList();
    }

    @Test
    void aTracedMessageHasItsPdusWithoutItsText() {
        long operator = operator("traced");
        String link = boundLink(operator);
        Api bank = bank(operator);
        String before = send(bank);
        JsonNode none = admin.get("/admin/v1/messages/" + before + "/pdus").is(200);
        assertThat(none.get("traced").booleanValue()).isFalse();
        assertThat(none.get("items").isEmpty()).isTrue();

        admin.post(link + "/trace", "{'minutes':10}").is(200);
        String[] traced = new String[1];
        // Its process reads the change a moment later.
        Platform.await("a message is traced", () -> {
            String id = send(bank);
            traced[0] = id;
            return admin.get("/admin/v1/messages/" + id + "/pdus")
                    .is(200)
                    .get("traced")
                    .booleanValue();
        });
        String path = "/admin/v1/messages/" + send(bank) + "/pdus";
        Platform.await(
                "its PDUs are stored", () -> commands(admin.get(path).is(200)).contains("deliver_sm_resp"));
        JsonNode pdus = admin.get(path).is(200);
        assertThat(commands(pdus)).startsWith("submit_sm", "submit_sm_resp").contains("deliver_sm", "deliver_sm_resp");
        assertThat(pdus.at("/items/0/direction").stringValue()).isEqualTo("sent");
        assertThat(pdus.at("/items/0/part").intValue()).isEqualTo(1);
        assertThat(pdus.at("/items/1/operator_message_id").stringValue()).isNotEmpty();
        assertThat(pdus.at("/items/1/status").stringValue()).isEqualTo("ESME_ROK (0x00)");
        assertThat(pdus.at("/items/0/fields").toString()).contains("destination_addr", "998901234567", " octets");
        assertNoSecrets(pdus);

        JsonNode all = admin.get(link + "/pdus?limit=500").is(200);
        assertThat(commands(all)).contains("submit_sm", "submit_sm_resp", "deliver_sm", "deliver_sm_resp");
        assertThat(all.get("missing").longValue()).isZero();
        assertNoSecrets(all);
        String id = path.split("/")[4];
        assertThat(commands(admin.get(link + "/pdus?message_id=" + id).is(200)))
                .containsExactly("submit_sm_resp", "submit_sm");
        assertThat(commands(admin.get(link + "/pdus?command=deliver_sm&limit=1").is(200)))
                .containsExactly("deliver_sm");

        // The other process never had the link.
        try (TestServer console = PLATFORM.server().join(Set.of(Role.CONSOLE), Map.of())) {
            JsonNode there = new Api(console, PLATFORM.adminKey()).get(path).is(200);
            assertThat(commands(there)).isEqualTo(commands(pdus));
        }
        endIsKept(link, bank, path);
    }

    /// Each form in which they could be stored.
    private static void assertNoSecrets(JsonNode answer) {
        for (String secret : List.of(CODE, "Your code", PASSWORD)) {
            assertThat(answer.toString())
                    .doesNotContain(secret)
                    .doesNotContain(HexFormat.of().formatHex(secret.getBytes(StandardCharsets.US_ASCII)))
                    .doesNotContain(HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_16BE)));
        }
    }

    /// After the end of the trace its PDUs stay, and no others come.
    private void endIsKept(String link, Api bank, String path) {
        int size = admin.get(path).is(200).get("items").size();
        admin.delete(link + "/trace").is(204);
        Platform.await(
                "a message is not traced",
                () -> !admin.get("/admin/v1/messages/" + send(bank) + "/pdus")
                        .is(200)
                        .get("traced")
                        .booleanValue());
        assertThat(admin.get(path).is(200).get("items").size()).isEqualTo(size);
    }

    @Test
    void whatCannotBeAskedIsRefused() {
        String link = boundLink(operator("other"));
        admin.get("/admin/v1/smpp-links/999999/pdus").isProblem(404, "not_found");
        admin.get("/admin/v1/smpp-logins/999999/pdus").isProblem(404, "not_found");
        admin.get(link + "/pdus?command=SUBMIT").isProblem(400, "invalid_field", "command");
        admin.get(link + "/pdus?message_id=1").isProblem(400, "invalid_field", "message_id");
        admin.get(link + "/pdus?cursor=x").isProblem(400, "invalid_field", "cursor");
        admin.get("/admin/v1/messages/019a9b1c-7c00-7000-8000-0123456789ab/pdus")
                .isProblem(404, "not_found");
        admin.get("/admin/v1/messages/1/pdus").isProblem(404, "not_found");
        admin.delete(link).is(204);
    }
}
