package io.elchi.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.smpp.pdu.Address;
import io.elchi.smpp.pdu.DeliverSm;
import io.elchi.smpp.pdu.DeliverSmResp;
import io.elchi.smpp.pdu.Octets;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.Tlvs;
import io.elchi.smpp.session.ClientConfig;
import io.elchi.smpp.session.SmppClient;
import io.elchi.smpp.session.SmppSession;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ControlApiTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private final SmppClient client = SmppClient.create(1);
    private final BlockingQueue<DeliverSm> delivered = new LinkedBlockingQueue<>();
    private Simulator simulator;
    private SmppSession session;

    @BeforeEach
    void start() throws Exception {
        simulator = Simulator.startTrees(
                List.of(ProfilesTest.tree("name: ucell\naccounts: [{system_id: elchi, password: secret}]")),
                1,
                true,
                0);
        ClientConfig config =
                ClientConfig.transceiver("127.0.0.1", simulator.ports().get("ucell"), "elchi", "secret");
        session = client.connect(config, exchange -> {
            delivered.add((DeliverSm) exchange.request());
            exchange.respond(new DeliverSmResp("", Tlvs.NONE));
        });
    }

    @AfterEach
    void stop() {
        client.close();
        simulator.close();
    }

    private JsonNode call(int status, String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + simulator.controlPort() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return JsonMapper.shared().readTree(response.body());
    }

    private int submit(String to, int dataCoding, byte[] text) throws InterruptedException {
        SubmitSm submit = SubmitSm.builder()
                .source(new Address(5, 0, "Elchi"))
                .destination(new Address(1, 1, to))
                .dataCoding(dataCoding)
                .shortMessage(Octets.of(text))
                .build();
        return session.send(submit).statusOrMinusOne();
    }

    @Test
    void findsReceivedMessagesByNumberTextAndTime() throws Exception {
        submit("998901111111", 0, "Hello one".getBytes(StandardCharsets.US_ASCII));
        submit("998902222222", 8, "Салом икки".getBytes(StandardCharsets.UTF_16BE));
        JsonNode all = call(200, "GET", "/operators/ucell/messages", "");
        assertThat(all.size()).isEqualTo(2);
        assertThat(all.get(0).get("text").asString()).isEqualTo("Салом икки");
        assertThat(call(200, "GET", "/operators/ucell/messages?number=1111", "").size())
                .isEqualTo(1);
        assertThat(call(200, "GET", "/operators/ucell/messages?text=%D1%81%D0%B0%D0%BB", "")
                        .size())
                .isEqualTo(1);
        assertThat(call(200, "GET", "/operators/ucell/messages?text=HELLO&limit=1", "")
                        .size())
                .isEqualTo(1);
        assertThat(call(200, "GET", "/operators/ucell/messages?since=2999-01-01T00:00:00Z", "")
                        .size())
                .isZero();
        call(400, "GET", "/operators/ucell/messages?since=yesterday", "");
        call(400, "GET", "/operators/ucell/messages?limit=0", "");
        call(400, "GET", "/operators/ucell/messages?colour=red", "");
    }

    @Test
    void pagesThroughMessagesInOrderAndForgetsThem() throws Exception {
        for (int i = 1; i <= 5; i++) {
            submit("99890000000" + i % 2, 0, ("text " + i).getBytes(StandardCharsets.US_ASCII));
        }
        JsonNode first = call(200, "GET", "/operators/ucell/messages?after=0&limit=3", "");
        assertThat(first.get(0).get("text").asString()).isEqualTo("text 1");
        assertThat(first.get(0).get("message_id").asString()).isEqualTo("0000000001");
        JsonNode rest = call(
                200,
                "GET",
                "/operators/ucell/messages?limit=3&after=" + first.get(2).get("number"),
                "");
        assertThat(rest.size()).isEqualTo(2);
        assertThat(rest.get(1).get("text").asString()).isEqualTo("text 5");
        JsonNode destinations = call(200, "GET", "/operators/ucell/destinations", "");
        assertThat(destinations.get("998900000001").asInt()).isEqualTo(3);
        JsonNode totals = call(200, "GET", "/operators/ucell/totals", "");
        assertThat(totals.get("received").asInt()).isEqualTo(5);
        assertThat(totals.get("distinct").asInt()).isEqualTo(5);
        assertThat(totals.get("duplicates").asInt()).isZero();
        assertThat(totals.get("receipts").get("outstanding").asInt()).isZero();
        assertThat(call(200, "DELETE", "/operators/ucell/messages", "")
                        .get("received")
                        .asInt())
                .isZero();
        assertThat(call(200, "GET", "/operators/ucell/messages", "").size()).isZero();
        call(400, "GET", "/operators/ucell/messages?after=first", "");
        call(405, "POST", "/operators/ucell/totals", "");
    }

    @Test
    void changesAProfileWhileItRuns() throws Exception {
        assertThat(submit("998901111111", 0, new byte[] {65})).isZero();
        call(200, "PATCH", "/operators/ucell/profile", "{\"responses\":{\"errors\":{\"ESME_RSYSERR\":1}}}");
        assertThat(submit("998901111111", 0, new byte[] {65})).isEqualTo(8);
        call(400, "PATCH", "/operators/ucell/profile", "{\"responses\":{\"erors\":{}}}");
        call(400, "PATCH", "/operators/ucell/profile", "{\"port\":1}");
        call(400, "PATCH", "/operators/ucell/profile", "[1");
        assertThat(submit("998901111111", 0, new byte[] {65})).isEqualTo(8);
    }

    @Test
    void sendsAnMo() throws Exception {
        JsonNode sent = call(
                200, "POST", "/operators/ucell/mo", "{\"from\":\"998931234567\",\"to\":\"7070\",\"text\":\"Йўқ\"}");
        assertThat(sent.get("receivers").asInt()).isEqualTo(1);
        DeliverSm mo = delivered.poll(30, TimeUnit.SECONDS);
        assertThat(mo).isNotNull();
        assertThat(mo.dataCoding()).isEqualTo(8);
        assertThat(mo.shortMessage().text(StandardCharsets.UTF_16BE)).isEqualTo("Йўқ");
        call(400, "POST", "/operators/ucell/mo", "{\"from\":\"998931234567\"}");
    }

    @Test
    void sendsALongMoInParts() throws Exception {
        String text = "Йўқ ".repeat(40);
        call(
                200,
                "POST",
                "/operators/ucell/mo",
                "{\"from\":\"998931234567\",\"to\":\"7070\",\"split\":true,\"text\":\"" + text + "\"}");
        StringBuilder joined = new StringBuilder();
        for (int sequence = 1; sequence <= 3; sequence++) {
            DeliverSm part = delivered.poll(30, TimeUnit.SECONDS);
            assertThat(part).isNotNull();
            assertThat(part.esmClass()).isEqualTo(0x40);
            byte[] octets = part.shortMessage().toArray();
            assertThat(octets).startsWith(5, 0, 3).hasSizeLessThanOrEqualTo(140);
            assertThat(octets[4]).isEqualTo((byte) 3);
            assertThat(octets[5]).isEqualTo((byte) sequence);
            joined.append(new String(octets, 6, octets.length - 6, StandardCharsets.UTF_16BE));
        }
        assertThat(joined).hasToString(text);
    }

    @Test
    void countsAndHidesPasswords() throws Exception {
        submit("998901111111", 0, new byte[] {65});
        JsonNode one = call(200, "GET", "/operators/ucell", "");
        assertThat(one.get("counters").get("submit_sm_accepted").asInt()).isEqualTo(1);
        assertThat(one.get("sessions").get(0).get("state").asString()).isEqualTo("BOUND_TRX");
        assertThat(one.toString()).doesNotContain("secret");
        assertThat(call(200, "GET", "/operators", "").size()).isEqualTo(1);
    }

    @Test
    void disconnectsAndFallsSilentOnDemand() throws Exception {
        assertThat(call(200, "POST", "/operators/ucell/silence", "{\"seconds\":3600}")
                        .get("silent")
                        .asBoolean())
                .isTrue();
        call(400, "POST", "/operators/ucell/silence", "{}");
        call(200, "POST", "/operators/ucell/disconnect", "");
        assertThat(session.awaitClosed(Duration.ofSeconds(30))).isTrue();
    }

    @Test
    void whatIsNotThere() throws Exception {
        call(404, "GET", "/", "");
        call(404, "GET", "/operators/nobody", "");
        call(404, "GET", "/operators/ucell/nothing", "");
        call(405, "DELETE", "/operators/ucell", "");
        call(405, "GET", "/operators/ucell/mo", "");
    }
}
