package io.elchi.server.smppserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.accounts.Accounts;
import io.elchi.server.accounts.Caller;
import io.elchi.server.accounts.SmppDirectory;
import io.elchi.server.accounts.SmppLogin;
import io.elchi.server.contract.Platform;
import io.elchi.server.core.Clock;
import io.elchi.server.core.Credential;
import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.Permission;
import io.elchi.server.core.RefusedException;
import io.elchi.server.intake.ScheduledMessages;
import io.elchi.server.intake.SendRequest;
import io.elchi.server.messages.MessageProgress;
import io.elchi.smpp.pdu.Address;
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
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// replace_sm: what the message becomes, and what it costs. A part costs 50.
class MessageReplacementTest {
    private static final String IN_TWO_HOURS = "000000020000000R";
    private static final int RACES = 20;

    private static SmppBank bank;

    @BeforeAll
    static void start() throws Exception {
        bank = new SmppBank();
        Platform.await("its first message is settled", () -> Double.parseDouble(reserved()) == 0);
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
        Platform.await("it is settled", () -> reserved().equals(before));
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

    @ParameterizedTest
    @ValueSource(strings = {"6907290", "68250123", "998901234568"})
    void theRecipientStays(String number) throws Exception {
        SmppSession session = bank.bind(bank.login("to" + number, ""), new Receiver());
        String id = scheduled(session, SmppBank.submit("Salom").destination(new Address(1, 1, number)));
        JsonNode old = message(id);
        assertThat(old.get("to").stringValue()).isEqualTo("+" + number);
        assertThat(status(session, replace(id, "x".repeat(200)))).isEqualTo("ESME_ROK");
        JsonNode now = message(id);
        assertThat(now.get("parts").intValue()).isEqualTo(2);
        assertThat(now.get("to")).isEqualTo(old.get("to"));
        cancel(session, id);
        session.unbind();
    }

    @Test
    void dataCodingZeroMeansWhatItMeansForSubmits() throws Exception {
        String zeroIsUcs2 = "'submits':{'default_data_coding':8,'data_codings':[0]}";
        SmppSession session = bank.bind(bank.login("zero", zeroIsUcs2), new Receiver());
        String id = scheduled(session, SmppBank.submit("").shortMessage(Octets.of("Салом", StandardCharsets.UTF_16BE)));
        ReplaceSm.Builder longer = replace(id, "").shortMessage(Octets.of("ў".repeat(100), StandardCharsets.UTF_16BE));
        assertThat(status(session, longer)).isEqualTo("ESME_ROK");
        assertThat(message(id).get("parts").intValue()).isEqualTo(2);
        cancel(session, id);
        session.unbind();
    }

    @Test
    void aMoveAfterTheMessageWasReadIsNotUndone() throws Exception {
        SmppBank.Login login = bank.login("moved", "");
        SmppSession session = bank.bind(login, new Receiver());
        String id = scheduled(session, SmppBank.submit("Salom"));
        ScheduledMessages scheduled = bank.platform.server().part(ScheduledMessages.class);
        MessageId known = MessageIdForm.read(id).orElseThrow();
        MessageProgress read = scheduled.find(bank.account, known);
        SmppLogin found = bank.platform
                .server()
                .part(SmppDirectory.class)
                .find(login.id())
                .orElseThrow();
        MessageReplacement replacement =
                new MessageReplacement(read.message(), replace(id, "new").build());
        SubmitReader.Read request = new SubmitReader(found, Clock.SYSTEM).read(replacement.submit(), null);
        SendRequest asked = replacement.request(((SubmitReader.Read.Message) request).request());
        Caller caller = new Caller(
                bank.platform
                        .server()
                        .part(Accounts.class)
                        .account(bank.account)
                        .orElseThrow(),
                Credential.smppLogin(login.id()),
                Set.of(Permission.SMS_SEND));
        // Away and back again: the time alone does not tell.
        Instant first = read.message().times().notBefore();
        scheduled.reschedule(bank.account, known, first.plusSeconds(60), "test");
        scheduled.reschedule(bank.account, known, first, "test");
        JsonNode moved = message(id);
        assertThatThrownBy(() -> scheduled.replace(caller, read, asked, "test"))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().failure()).isEqualTo(Failure.CONFLICT));
        assertThat(message(id)).isEqualTo(moved);
        scheduled.replace(caller, scheduled.find(bank.account, known), asked, "test");
        assertThat(message(id).toString()).contains("replaced by test");
        cancel(session, id);
        session.unbind();
    }

    @Test
    void itsContentCountsAmongWhatWaits() {
        int empty = SubmitQueue.octets(replace("x", "").build());
        assertThat(SubmitQueue.octets(replace("x", "abc").build())).isEqualTo(empty + 3);
        Tlvs payload = Tlvs.NONE.with(TlvTag.MESSAGE_PAYLOAD, Octets.of("x".repeat(5_000), StandardCharsets.US_ASCII));
        assertThat(SubmitQueue.octets(replace("x", "").tlvs(payload).build())).isEqualTo(empty + 5_000);
    }
}
