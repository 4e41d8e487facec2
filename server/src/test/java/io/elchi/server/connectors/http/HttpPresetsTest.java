package io.elchi.server.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.accounts.SmppDirectory;
import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import io.elchi.server.gatewayapi.TestBank;
import io.elchi.server.http.EntrancePort;
import io.elchi.server.messages.ReceiptReport;
import io.elchi.server.routing.HttpPresets.Preset;
import io.elchi.server.smppserver.Kannel;
import io.elchi.simulator.Simulator;
import io.elchi.smstext.receipt.ReceiptState;
import io.elchi.testkit.peers.FreePort;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The presets against real peers: Kannel, and Elchi's own port for clients of Jasmin.
class HttpPresetsTest {
    /// Delivers everything.
    private static final String SMSC = """
            name: centre
            accounts:
              - {system_id: elchi, password: secret, max_binds: 8}
            """;

    private static String link(String preset, String url, String user, String password) {
        return ("{'operator_id':1,'name':'partner','protocol':'http','preset':'%s','system_id':'%s','password':'%s',"
                        + "'options':{'http':{'url':'%s'}}}")
                .formatted(preset, user, password, url);
    }

    private static String send(Api bank, String text) {
        return bank.post("/v1/sms/send", "{'to':'+998901234567','from':'Bank','text':'%s'}".formatted(text))
                .is(202)
                .get("id")
                .stringValue();
    }

    private static void awaitState(Api bank, String id, String state) {
        Platform.await(
                id + " is " + state,
                () -> bank.get("/v1/sms/" + id)
                        .is(200)
                        .get("state")
                        .stringValue()
                        .equals(state));
    }

    private static Api bank(Platform platform) {
        Api bank = platform.as(platform.key(TestBank.open(platform), "'sms:send','sms:read'"));
        TestBank.awaitAcceptance(bank);
        return bank;
    }

    private static void jasminUser(Platform peer) {
        peer.admin()
                .post(
                        "/admin/v1/smpp-logins",
                        "{'account_id':2,'system_id':'shop','password':'user-of-jasmin1','submits':{'http':true}}")
                .is(201);
        SmppDirectory logins = peer.server().part(SmppDirectory.class);
        Platform.await("the login is known", () -> logins.find("shop").isPresent());
    }

    @Test
    void jasminIsElchisOwnPort() {
        try (Platform peer = Platform.start(Map.of("entrances.enabled", "true", "entrances.port", "0"));
                Platform platform = Platform.start()) {
            Api peerBank = bank(peer);
            jasminUser(peer);
            Api bank = bank(platform);
            int port = peer.server().part(EntrancePort.class).port();
            platform.admin()
                    .post(
                            "/admin/v1/smpp-links",
                            link("jasmin", "http://127.0.0.1:" + port + "/send", "shop", "user-of-jasmin1"))
                    .is(201);
            for (String text : List.of("Salom & {text}", "Салом")) {
                String id = send(bank, text);
                awaitState(bank, id, "submitted");
                String theirs = platform.server()
                        .database()
                        .database()
                        .jdbc()
                        .sql("SELECT smsc_message_id FROM messages.events WHERE message_id = ?::uuid"
                                + " AND smsc_message_id IS NOT NULL")
                        .param(id)
                        .query(String.class)
                        .single();
                JsonNode message = peerBank.get("/v1/sms/" + theirs).is(200);
                assertThat(message.get("to").stringValue()).isEqualTo("+998901234567");
                assertThat(message.get("encoding").stringValue()).isEqualTo(text.equals("Салом") ? "ucs2" : "gsm7");
            }
        }
    }

    /// From the operator behind the other system, through its callback, to our own client.
    @Test
    void aReceiptComesBackThroughTheCallbackOfJasmin() throws Exception {
        int own = FreePort.find();
        try (Simulator smsc = Simulator.of(1, SMSC);
                Platform peer = Platform.start(Map.of(
                        "entrances.enabled", "true", "entrances.port", "0", "webhooks.private_addresses", "true"));
                Platform platform = Platform.start(Map.of(
                        "http.port", Integer.toString(own), "connectors.receipt_url", "http://127.0.0.1:" + own))) {
            bank(peer);
            peer.admin()
                    .post(
                            "/admin/v1/smpp-links",
                            ("{'operator_id':1,'name':'centre','host':'127.0.0.1','port':%d,'system_id':'elchi',"
                                            + "'password':'secret','status':'started'}")
                                    .formatted(smsc.ports().get("centre")))
                    .is(201);
            jasminUser(peer);
            Api bank = bank(platform);
            int port = peer.server().part(EntrancePort.class).port();
            platform.admin()
                    .post(
                            "/admin/v1/smpp-links",
                            link("jasmin", "http://127.0.0.1:" + port + "/send", "shop", "user-of-jasmin1"))
                    .is(201);
            awaitState(bank, send(bank, "Salom & {text}"), "delivered");
        }
    }

    @Test
    void kannelIsAnOperator(@TempDir Path folder) throws Exception {
        int port = FreePort.find();
        try (Simulator smsc = Simulator.of(1, SMSC);
                Kannel kannel = Kannel.start(
                        folder,
                        Map.of(
                                "host",
                                "127.0.0.1",
                                "port",
                                smsc.ports().get("centre").toString(),
                                "smsc-username",
                                "elchi",
                                "smsc-password",
                                "secret"));
                Platform platform = Platform.start(Map.of(
                        "http.port", Integer.toString(port), "connectors.receipt_url", "http://127.0.0.1:" + port))) {
            Api bank = bank(platform);
            platform.admin()
                    .post("/admin/v1/smpp-links", link("kannel", kannel.sendUrl(), "tester", "tester"))
                    .is(201);
            for (String text : List.of("Salom & {text}", "Салом", "x".repeat(200))) {
                awaitState(bank, send(bank, text), "delivered");
            }
        }
    }

    @Test
    void receiptsOfEachSystemAreRead() throws Exception {
        receipt(Preset.TWILIO, Map.of("MessageSid", "SM1", "MessageStatus", "undelivered", "ErrorCode", "30003"), "")
                .satisfies(report -> {
                    assertThat(report.receiptKey()).isEqualTo("SM1");
                    assertThat(report.state()).isEqualTo(ReceiptState.UNDELIVERABLE);
                    assertThat(report.error()).isEqualTo("30003");
                });
        receipt(Preset.PLAYMOBILE, Map.of(), "{\"message-id\":\"m1\",\"channel\":\"sms\",\"status\":\"Delivered\"}")
                .satisfies(report -> assertThat(report.state()).isEqualTo(ReceiptState.DELIVERED));
        receipt(Preset.KANNEL, Map.of("id", "m1", "status", "16"), "")
                .satisfies(report -> assertThat(report.state()).isEqualTo(ReceiptState.REJECTED));
        receipt(Preset.JASMIN, Map.of("id", "m1", "message_status", "NEW_WORD"), "")
                .satisfies(report -> assertThat(report.state().isFinal()).isFalse());
    }

    private static org.assertj.core.api.ObjectAssert<ReceiptReport> receipt(
            Preset preset, Map<String, String> fields, String body) throws Exception {
        List<ReceiptReport> reports = new HttpReceipts(HttpScene.options(preset, "http.url", "http://peer.example/")
                        .httpReceipt())
                .read(fields, body);
        assertThat(reports).hasSize(1);
        return assertThat(reports.getFirst());
    }

    @Test
    void aRequestMayHaveManyReceipts() throws Exception {
        String body = "[{\"message-id\":\"a\",\"status\":\"delivered\"},{\"message-id\":\"b\",\"status\":\"failed\"}]";
        List<ReceiptReport> reports = new HttpReceipts(
                        HttpScene.options(Preset.PLAYMOBILE, "http.url", "http://peer.example/")
                                .httpReceipt())
                .read(Map.of(), body);
        assertThat(reports)
                .extracting(ReceiptReport::receiptKey, ReceiptReport::state)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("a", ReceiptState.DELIVERED),
                        org.assertj.core.groups.Tuple.tuple("b", ReceiptState.UNDELIVERABLE));
    }
}
