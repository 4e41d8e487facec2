package io.elchi.server.gatewayapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.SubmitSmResp;
import io.elchi.smpp.pdu.Tlv;
import io.elchi.smpp.pdu.Tlvs;
import io.elchi.smpp.session.BindDecision;
import io.elchi.smpp.session.Exchange;
import io.elchi.smpp.session.ServerConfig;
import io.elchi.smpp.session.SessionHandler;
import io.elchi.smpp.session.SmppServer;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Octets, flash messages and TLVs: from the request to the submit_sm that an operator receives.
class BinaryApiTest {
    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    private static final HexFormat HEX = HexFormat.of();
    private static final BlockingQueue<SubmitSm> RECEIVED = new LinkedBlockingQueue<>();
    private static final AtomicInteger IDS = new AtomicInteger();

    @AutoClose
    private static SmppServer operator;

    private static Api bank;
    private static Api plain;

    private static final class Keeping implements SessionHandler {
        @Override
        public void onRequest(Exchange exchange) {
            if (exchange.request() instanceof SubmitSm submit) {
                RECEIVED.add(submit);
                exchange.respond(new SubmitSmResp("id" + IDS.incrementAndGet(), Tlvs.NONE));
            }
        }
    }

    @BeforeAll
    static void bind() throws Exception {
        operator = SmppServer.start(ServerConfig.loopback(0, "smsc"), _ -> BindDecision.accept(new Keeping()));
        long client = TestBank.open(PLATFORM);
        long carrier = PLATFORM.admin()
                .get("/admin/v1/operators")
                .is(200)
                .at("/items/0/id")
                .longValue();
        PLATFORM.admin()
                .post(
                        "/admin/v1/smpp-links",
                        ("{'operator_id':%d,'name':'link','host':'127.0.0.1','port':%d,'system_id':'elchi',"
                                        + "'password':'secret','status':'started',"
                                        + "'options':{'submit':{'tlvs':['0x1500=01']}}}")
                                .formatted(carrier, operator.address().getPort()))
                .is(201);
        plain = PLATFORM.as(PLATFORM.key(client, "'sms:send','sms:read'"));
        bank = PLATFORM.as(PLATFORM.key(client, "'sms:send','sms:binary','sms:read'"));
        TestBank.awaitAcceptance(plain);
        received();
    }

    private static SubmitSm received() throws InterruptedException {
        SubmitSm submit = RECEIVED.poll(30, TimeUnit.SECONDS);
        assertThat(submit).as("a submit_sm arrives").isNotNull();
        return submit;
    }

    private static String hex(SubmitSm submit) {
        return HEX.formatHex(submit.shortMessage().toArray());
    }

    private static String message(String members) {
        return "{'to':'+998901234567','from':'Bank',%s}".formatted(members);
    }

    private static JsonNode accepted(String members) {
        return bank.post("/v1/sms/send", message(members)).is(202);
    }

    @Test
    void octetsArriveAsTheyWereSent() throws Exception {
        JsonNode accepted = accepted("'data':'48656C6c6f00ff','udh':'06050423f40000','data_coding':245");
        assertThat(accepted.get("content").stringValue()).isEqualTo("binary");
        assertThat(accepted.get("parts").intValue()).isEqualTo(1);
        SubmitSm submit = received();
        assertThat(hex(submit)).isEqualTo("06050423f4000048656c6c6f00ff");
        assertThat(submit.dataCoding()).isEqualTo(0xF5);
        assertThat(submit.esmClass()).isEqualTo(0x40);
        JsonNode read = bank.get("/v1/sms/" + accepted.get("id").stringValue()).is(200);
        assertThat(read.get("content").stringValue()).isEqualTo("binary");
        assertThat(read.toString()).doesNotContainIgnoringCase("48656c6c6f00ff");
    }

    @Test
    void octetsWithoutAHeaderAreEightBitData() throws Exception {
        accepted("'data':'00ff'");
        SubmitSm submit = received();
        assertThat(hex(submit)).isEqualTo("00ff");
        assertThat(submit.dataCoding()).isEqualTo(4);
        assertThat(submit.esmClass()).isZero();
    }

    @Test
    void longDataIsSplitAndPaidInParts() throws Exception {
        String body = message("'data':'%s','udh':'06050423f40000'".formatted("ab".repeat(300)));
        JsonNode preview =
                bank.post("/v1/sms/send", body.replace("}", ",'dry_run':true}")).is(200);
        assertThat(preview.get("content").stringValue()).isEqualTo("binary");
        assertThat(preview.get("parts").intValue()).isEqualTo(3);
        assertThat(preview.at("/max_price/amount").stringValue()).isEqualTo("150.000000");
        JsonNode accepted = bank.post("/v1/sms/send", body).is(202);
        assertThat(accepted.get("content").stringValue()).isEqualTo("parts");
        StringBuilder joined = new StringBuilder();
        String reference = null;
        for (int part = 1; part <= 3; part++) {
            SubmitSm submit = received();
            String octets = hex(submit);
            assertThat(submit.shortMessage().length()).isLessThanOrEqualTo(140);
            assertThat(submit.esmClass()).isEqualTo(0x40);
            reference = reference == null ? octets.substring(6, 8) : reference;
            assertThat(octets).startsWith("0b0003" + reference + "030" + part + "050423f40000");
            joined.append(octets.substring(24));
        }
        assertThat(joined).hasToString("ab".repeat(300));
        String id = accepted.get("id").stringValue();
        Platform.await(
                "each part is charged",
                () -> bank.get("/v1/sms/" + id).is(200).get("parts_charged").intValue() == 3);
    }

    @Test
    void aFlashMessageHasClassZero() throws Exception {
        assertThat(accepted("'text':'Salom','flash':true").get("flash").booleanValue())
                .isTrue();
        assertThat(received().dataCoding()).isEqualTo(0x10);
        accepted("'text':'Салом','flash':true");
        assertThat(received().dataCoding()).isEqualTo(0x18);
    }

    @Test
    void tlvsAreSentBesideThoseOfTheLink() throws Exception {
        accepted("'text':'Salom','tlvs':[{'id':'0x1401','value':'0a1B'},{'id':'0x3fff','value':''}]");
        assertThat(received().tlvs().stream().map(BinaryApiTest::spelled))
                .containsExactlyInAnyOrder("1500=01", "1401=0a1b", "3fff=");
    }

    private static String spelled(Tlv tlv) {
        return "%04x=%s".formatted(tlv.tag(), HEX.formatHex(tlv.value().toArray()));
    }

    @Test
    void whatALinkSendsItselfIsRefused() {
        bank.post("/v1/sms/send", message("'text':'x','tlvs':[{'id':'0x1401','value':''},{'id':'0x1500','value':''}]"))
                .isProblem(400, "invalid_field", "tlvs[1].id");
    }

    @Test
    void withoutTheScopeEachOfThemIsRefused() {
        for (String each : new String[] {
            "data|'data':'00'", "flash|'text':'x','flash':true", "tlvs|'text':'x','tlvs':[{'id':'0x1401','value':''}]"
        }) {
            String[] row = each.split("\\|");
            plain.post("/v1/sms/send", message(row[1])).isProblem(403, "scope_missing", row[0]);
            JsonNode preview = plain.post("/v1/sms/send", message(row[1] + ",'dry_run':true"))
                    .is(200);
            assertThat(preview.at("/problems/0/code").stringValue()).isEqualTo("scope_missing");
        }
        JsonNode batch = plain.post("/v1/sms/batch", "{'from':'Bank','data':'00','messages':[{'to':'+998901234567'}]}")
                .is(200);
        assertThat(batch.at("/messages/0/error/field").stringValue()).isEqualTo("data");
    }

    /// What a handset shows as a text keeps to the rules about texts.
    @Test
    void textInOctetsIsLookedAt() {
        String card = HEX.formatHex("4111111111111111".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        bank.post("/v1/sms/send", message("'data':'%s','data_coding':0".formatted(card)))
                .isProblem(422, "card_number", "data");
    }

    @Test
    void moreThanTheAccountsPartsIsRefused() {
        bank.post("/v1/sms/send", message("'data':'%s'".formatted("00".repeat(2000))))
                .isProblem(422, "too_many_parts", "data");
        bank.post("/v1/sms/send", message("'data':'%s','max_parts':1".formatted("00".repeat(141))))
                .isProblem(422, "too_many_parts", "data");
    }

    @Test
    void messagesOfABatchMayDiffer() throws Exception {
        JsonNode answer = bank.post(
                        "/v1/sms/batch",
                        "{'from':'Bank','text':'Salom','messages':[{'to':'+998901234567','data':'00'},"
                                + "{'to':'+998901234567','flash':true}]}")
                .is(200);
        assertThat(answer.get("accepted").intValue()).isEqualTo(2);
        assertThat(new Integer[] {received().dataCoding(), received().dataCoding()})
                .containsExactlyInAnyOrder(4, 0x10);
    }
}
