package io.elchi.server.smppserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Platform;
import io.elchi.server.core.MessageId;
import io.elchi.smpp.pdu.CancelSm;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.Octets;
import io.elchi.smpp.pdu.ReplaceSm;
import io.elchi.smpp.pdu.ReplaceSmResp;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.TlvTag;
import io.elchi.smpp.pdu.Tlvs;
import io.elchi.smpp.session.Reply;
import io.elchi.smpp.session.SmppSession;
import io.elchi.smstext.receipt.ReceiptState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// replace_sm: what the message becomes, and what it costs. A part costs 50.
class MessageReplacementTest {
    private static final String IN_TWO_HOURS = "000000020000000R";
    private static final int RACES = 20;

    private static SmppBank bank;

    @BeforeAll
    static void start() throws Exception {
        bank = new SmppBank();
    }

    @AfterAll
    static void stop() {
        bank.close();
    }

    private static ReplaceSm.Builder replace(String id, String text) {
        return ReplaceSm.builder()
                .messageId(id)
                .source(SubmitReader.address("Bank"))
                .registeredDelivery(1)
                .shortMessage(Octets.of(text, StandardCharsets.US_ASCII));
    }

    private static String status(SmppSession session, ReplaceSm.Builder replace) throws InterruptedException {
        Reply<ReplaceSmResp> reply = session.send(replace.build());
        return CommandStatus.of(reply.statusOrMinusOne()).orElseThrow().name();
    }

    private static String scheduled(SmppSession session, SubmitSm.Builder submit) throws InterruptedException {
        return SmppBank.accepted(
                session, submit.scheduleDeliveryTime(IN_TWO_HOURS).build());
    }

    private static void cancel(SmppSession session, String id) throws InterruptedException {
        CancelSm cancel = new CancelSm(
                "", id, SubmitReader.address("Bank"), SubmitReader.address(SmppBank.DESTINATION), Tlvs.NONE);
        assertThat(session.send(cancel).statusOrMinusOne()).isZero();
    }

    private static JsonNode message(String id) {
        return bank.admin().get("/admin/v1/messages/" + id).is(200);
    }

    private static String reserved() {
        return bank.admin()
                .get("/admin/v1/balances/" + bank.account)
                .is(200)
                .at("/reserved/amount")
                .stringValue();
    }

    @Test
    void aLongerTextCostsMoreAndIsReadAsTheMessageWas() throws Exception {
        Receiver receiver = new Receiver();
        SmppSession session = bank.bind(bank.login("longer", ""), receiver);
        String before = reserved();
        String id = scheduled(
                session, SmppBank.submit("").dataCoding(8).shortMessage(Octets.of("Салом", StandardCharsets.UTF_16BE)));
        assertThat(Double.parseDouble(reserved()) - Double.parseDouble(before)).isEqualTo(50);
        JsonNode old = message(id);
        String text = "ў".repeat(100);
        ReplaceSm.Builder longer = replace(id, "").shortMessage(Octets.of(text, StandardCharsets.UTF_16BE));
        assertThat(status(session, longer)).isEqualTo("ESME_ROK");
        assertThat(Double.parseDouble(reserved()) - Double.parseDouble(before)).isEqualTo(100);
        JsonNode now = message(id);
        assertThat(now.get("parts").intValue()).isEqualTo(2);
        assertThat(now.get("not_before")).isEqualTo(old.get("not_before"));
        assertThat(now.get("valid_until")).isEqualTo(old.get("valid_until"));
        assertThat(now.toString()).contains("replaced by smpp login");
        cancel(session, id);
        assertThat(receiver.receipt().state()).isEqualTo(ReceiptState.DELETED);
        assertThat(reserved()).isEqualTo(before);
        assertThat(status(session, replace(id, "too late"))).isEqualTo("ESME_RREPLACEFAIL");
        session.unbind();
    }

    @Test
    void theNewTextIsSentAtTheNewTimeAndCharged() throws Exception {
        Receiver receiver = new Receiver();
        SmppSession session = bank.bind(bank.login("sent", ""), receiver);
        String id = scheduled(session, SmppBank.submit("old"));
        String text = "new ".repeat(50);
        ReplaceSm.Builder sooner = replace(id, "")
                .scheduleDeliveryTime("000000000012000R")
                .tlvs(Tlvs.NONE.with(TlvTag.MESSAGE_PAYLOAD, Octets.of(text, StandardCharsets.US_ASCII)));
        assertThat(status(session, sooner)).isEqualTo("ESME_ROK");
        String sent = "";
        for (int part = 1; part <= 2; part++) {
            Octets octets = bank.submitted().shortMessage();
            sent += octets.slice(6, octets.length()).text(StandardCharsets.US_ASCII);
        }
        assertThat(sent).isEqualTo(text);
        assertThat(receiver.receipt().id()).isEqualTo(id);
        JsonNode now = message(id);
        assertThat(now.get("parts_charged").intValue()).isEqualTo(2);
        assertThat(now.at("/price/amount").stringValue()).startsWith("100");
        assertThat(status(session, replace(id, "too late"))).isEqualTo("ESME_RREPLACEFAIL");
        session.unbind();
    }

    @Test
    void whatCannotBeLeavesTheMessageAsItWas() throws Exception {
        SmppSession session = bank.bind(bank.login("refusing", ""), new Receiver());
        SmppSession other = bank.bind(bank.login("refusing2", ""), new Receiver());
        String id = scheduled(session, SmppBank.submit("Salom"));
        String before = reserved();
        JsonNode message = message(id);
        assertThat(status(session, replace(MessageId.firstAt(Instant.now()).toString(), "x")))
                .isEqualTo("ESME_RINVMSGID");
        assertThat(status(session, replace("x", "x"))).isEqualTo("ESME_RINVMSGID");
        assertThat(status(other, replace(id, "x"))).isEqualTo("ESME_RREPLACEFAIL");
        ReplaceSm.Builder source = replace(id, "x").source(SubmitReader.address("Other"));
        assertThat(status(session, source)).isEqualTo("ESME_RREPLACEFAIL");
        assertThat(status(session, replace(id, ""))).isEqualTo("ESME_RINVMSGLEN");
        Octets tooLong = Octets.of("x".repeat(5_000), StandardCharsets.US_ASCII);
        assertThat(status(session, replace(id, "").tlvs(Tlvs.NONE.with(TlvTag.MESSAGE_PAYLOAD, tooLong))))
                .isEqualTo("ESME_RINVMSGLEN");
        assertThat(status(session, replace(id, "x").scheduleDeliveryTime("200101000000000+")))
                .isEqualTo("ESME_RINVSCHED");
        assertThat(status(session, replace(id, "x").scheduleDeliveryTime("000000000001000R")))
                .isEqualTo("ESME_RINVSCHED");
        assertThat(status(session, replace(id, "x").smDefaultMsgId(1))).isEqualTo("ESME_RINVDFTMSGID");
        assertThat(message(id)).isEqualTo(message);
        assertThat(reserved()).isEqualTo(before);
        String atOnce = SmppBank.accepted(session, SmppBank.submit("at once").build());
        bank.submitted();
        assertThat(status(session, replace(atOnce, "x"))).isEqualTo("ESME_RREPLACEFAIL");
        cancel(session, id);
        session.unbind();
        other.unbind();
    }

    @Test
    void whatIsReservedIsExactWhoeverComesFirst() throws Exception {
        SmppBank.Login login = bank.login("races", "");
        List<SmppSession> sessions = List.of(bank.bind(login, new Receiver()), bank.bind(login, new Receiver()));
        String before = reserved();
        for (int i = 0; i < RACES; i++) {
            String id = scheduled(sessions.getFirst(), SmppBank.submit("Salom"));
            CountDownLatch answered = new CountDownLatch(3);
            AtomicInteger replaced = new AtomicInteger();
            for (int n = 0; n < 2; n++) {
                String text = "x".repeat(100 + 100 * n);
                sessions.get(n).offer(replace(id, text).build(), reply -> {
                    replaced.addAndGet(reply.statusOrMinusOne() == 0 ? 1 : 0);
                    answered.countDown();
                });
            }
            CancelSm cancel = new CancelSm(
                    "", id, SubmitReader.address("Bank"), SubmitReader.address(SmppBank.DESTINATION), Tlvs.NONE);
            sessions.getLast().offer(cancel, _ -> answered.countDown());
            assertThat(answered.await(30, TimeUnit.SECONDS)).isTrue();
            Platform.await("it is canceled", () -> {
                try {
                    sessions.getFirst().send(cancel);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return message(id).get("state").stringValue().equals("canceled");
            });
            assertThat(replaced.get()).isBetween(0, 2);
            assertThat(reserved()).isEqualTo(before);
        }
        sessions.forEach(SmppSession::unbind);
    }

    @Test
    void theFiguresAreThoseOfTheMessages() throws Exception {
        SmppSession session = bank.bind(bank.login("counted", ""), new Receiver());
        String id = scheduled(session, SmppBank.submit("short"));
        assertThat(status(session, replace(id, "longer ".repeat(30)))).isEqualTo("ESME_ROK");
        cancel(session, id);
        String same =
                "SELECT (SELECT sum(messages) || ' ' || sum(parts) FROM messages.figures_minute WHERE state = 'accepted')"
                        + " IS NOT DISTINCT FROM (SELECT count(*) || ' ' || sum(parts) FROM messages.messages)";
        Platform.await(
                "they are summed",
                () -> bank.platform
                        .server()
                        .database()
                        .database()
                        .jdbc()
                        .sql(same)
                        .query(Boolean.class)
                        .single());
        session.unbind();
    }
}
