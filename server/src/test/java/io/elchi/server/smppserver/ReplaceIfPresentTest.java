package io.elchi.server.smppserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.boot.TestServer;
import io.elchi.server.contract.Platform;
import io.elchi.smpp.pdu.CancelSm;
import io.elchi.smpp.pdu.Octets;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.SubmitSmResp;
import io.elchi.smpp.pdu.Tlvs;
import io.elchi.smpp.session.Reply;
import io.elchi.smpp.session.SmppSession;
import io.elchi.smstext.receipt.ReceiptState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// replace_if_present_flag (SMPP 3.4, 5.2.18). A part costs 50.
class ReplaceIfPresentTest {
    private static final String IN_TWO_HOURS = "000000020000000R";
    private static final String IN_THREE_HOURS = "000000030000000R";
    private static final int RACES = 10;

    private static SmppBank bank;

    @BeforeAll
    static void start() throws Exception {
        bank = new SmppBank();
        Platform.await("its first message is settled", () -> reserved() == 0);
    }

    @AfterAll
    static void stop() {
        bank.close();
    }

    private static SubmitSm.Builder scheduled(String text) {
        return SmppBank.submit(text).scheduleDeliveryTime(IN_TWO_HOURS);
    }

    private static SubmitSm.Builder replacing(String text) {
        return scheduled(text).replaceIfPresent(1);
    }

    private static String accepted(SmppSession session, SubmitSm.Builder submit) throws InterruptedException {
        return SmppBank.accepted(session, submit.build());
    }

    private static String status(SmppSession session, SubmitSm.Builder submit) throws InterruptedException {
        return SmppBank.status(session, submit.build());
    }

    private static void cancel(SmppSession session, String id) throws InterruptedException {
        CancelSm cancel = new CancelSm(
                "", id, SubmitReader.address("Bank"), SubmitReader.address(SmppBank.DESTINATION), Tlvs.NONE);
        assertThat(session.send(cancel).statusOrMinusOne()).isZero();
    }

    private static JsonNode message(String id) {
        return bank.admin().get("/admin/v1/messages/" + id).is(200);
    }

    private static double reserved() {
        return Double.parseDouble(bank.admin()
                .get("/admin/v1/balances/" + bank.account)
                .is(200)
                .at("/reserved/amount")
                .stringValue());
    }

    @Test
    void theNewestScheduledMessageIsReplacedAndKeepsItsId() throws Exception {
        Receiver receiver = new Receiver();
        SmppSession session = bank.bind(bank.login("replaces", ""), receiver);
        double before = reserved();
        String older = accepted(session, scheduled("older"));
        String id = accepted(session, scheduled("old"));
        String old = message(id).get("not_before").stringValue();
        SubmitSm.Builder longer =
                replacing("").dataCoding(8).shortMessage(Octets.of("ў".repeat(70), StandardCharsets.UTF_16BE));
        assertThat(accepted(session, longer)).isEqualTo(id);
        assertThat(accepted(
                        session,
                        replacing("x".repeat(200))
                                .scheduleDeliveryTime(IN_THREE_HOURS)
                                .registeredDelivery(1)))
                .isEqualTo(id);
        JsonNode now = message(id);
        assertThat(now.get("parts").intValue()).isEqualTo(2);
        assertThat(now.get("not_before").stringValue()).isGreaterThan(old);
        assertThat(now.toString()).contains("replaced by smpp login");
        assertThat(reserved() - before).isEqualTo(150);
        assertThat(message(older).toString()).doesNotContain("replaced");
        cancel(session, id);
        assertThat(receiver.receipt().id()).isEqualTo(id);
        assertThat(accepted(session, replacing("the next one"))).isEqualTo(older);
        cancel(session, older);
        assertThat(reserved()).isEqualTo(before);
        session.unbind();
    }

    @Test
    void withoutSuchAMessageItIsANewOne() throws Exception {
        SmppBank.Login login = bank.login("others", "");
        SmppSession session = bank.bind(login, new Receiver());
        SmppSession other = bank.bind(bank.login("others2", ""), new Receiver());
        String id = accepted(session, scheduled("old").serviceType("A"));
        List<String> ids = List.of(
                accepted(session, replacing("x").serviceType("B")),
                accepted(other, replacing("x").serviceType("A")),
                accepted(session, replacing("x").serviceType("A").destination(SubmitReader.address("998901234568"))));
        assertThat(ids).doesNotHaveDuplicates().doesNotContain(id);
        assertThat(message(id).toString()).doesNotContain("replaced");
        cancel(session, id);
        assertThat(accepted(session, replacing("x").serviceType("A"))).isNotEqualTo(id);
        String atOnce = accepted(session, SmppBank.submit("at once").serviceType("C"));
        bank.submitted();
        assertThat(accepted(session, replacing("x").serviceType("C"))).isNotEqualTo(atOnce);
        String alsoAtOnce =
                accepted(session, SmppBank.submit("new").serviceType("D").replaceIfPresent(1));
        assertThat(bank.submitted().shortMessage().text(StandardCharsets.US_ASCII))
                .isEqualTo("new");
        assertThat(alsoAtOnce).isNotEqualTo(atOnce);
        session.unbind();
        other.unbind();
    }

    @Test
    void whatAnotherProcessTookIsReplaced() throws Exception {
        SmppBank.Login login = bank.login("processes", "");
        try (TestServer process = bank.join()) {
            SmppBank.awaitKnown(process, "processes");
            SmppSession here = bank.bind(login, new Receiver());
            SmppSession there = bank.client.connect(
                    SmppBank.config(process.part(ClientServer.class).port(), login), new Receiver());
            double before = reserved();
            String id = accepted(here, scheduled("old"));
            assertThat(accepted(there, replacing("x".repeat(200)))).isEqualTo(id);
            assertThat(message(id).get("parts").intValue()).isEqualTo(2);
            for (int i = 0; i < RACES; i++) {
                CountDownLatch answered = new CountDownLatch(2);
                ConcurrentLinkedQueue<String> ids = new ConcurrentLinkedQueue<>();
                for (SmppSession session : List.of(here, there)) {
                    session.offer(
                            replacing("x".repeat(session == here ? 10 : 170)).build(), reply -> {
                                ids.add(
                                        reply instanceof Reply.Answered<SubmitSmResp> answer && answer.ok()
                                                ? answer.body().messageId()
                                                : "status " + reply.statusOrMinusOne());
                                answered.countDown();
                            });
                }
                assertThat(answered.await(30, TimeUnit.SECONDS)).isTrue();
                assertThat(Set.copyOf(ids)).containsExactly(id);
                assertThat(reserved() - before)
                        .isEqualTo(50.0 * message(id).get("parts").intValue());
            }
            cancel(here, id);
            assertThat(reserved()).isEqualTo(before);
            here.unbind();
            there.unbind();
        }
    }

    @Test
    void oneWithoutATimeIsSentAsSoonAsAScheduledMessageCanBe() throws Exception {
        Receiver receiver = new Receiver();
        SmppSession session = bank.bind(bank.login("soon", ""), receiver);
        String id = accepted(session, scheduled("old"));
        assertThat(accepted(session, SmppBank.submit("new").replaceIfPresent(1).registeredDelivery(1)))
                .isEqualTo(id);
        assertThat(bank.submitted().shortMessage().text(StandardCharsets.US_ASCII))
                .isEqualTo("new");
        assertThat(receiver.receipt().state()).isEqualTo(ReceiptState.DELIVERED);
        // It has been sent: there is nothing to be replaced.
        String next = accepted(session, replacing("next"));
        assertThat(next).isNotEqualTo(id);
        cancel(session, next);
        session.unbind();
    }

    @Test
    void aMessageWhoseContentIsEncryptedStays() throws Exception {
        SmppSession session = bank.bind(bank.login("secret", "'submits':{'message_class':'otp'}"), new Receiver());
        String id = accepted(session, scheduled("code 481516"));
        JsonNode message = message(id);
        double before = reserved();
        assertThat(status(session, replacing("code 481517"))).isEqualTo("ESME_RREPLACEFAIL");
        assertThat(message(id)).isEqualTo(message);
        assertThat(reserved()).isEqualTo(before);
        cancel(session, id);
        session.unbind();
    }

    @Test
    void otherValuesOfTheFlagAndPartsAreRefused() throws Exception {
        SmppSession session = bank.bind(bank.login("values", ""), new Receiver());
        String id = accepted(session, scheduled("old"));
        assertThat(status(session, scheduled("x").replaceIfPresent(2))).isEqualTo("ESME_RINVREPFLAG");
        assertThat(status(session, SplitText.part("x", 1, 2, 1).replaceIfPresent(1)))
                .isEqualTo("ESME_RINVREPFLAG");
        assertThat(status(session, SplitText.segment("x", 1, 2, 1).replaceIfPresent(1)))
                .isEqualTo("ESME_RINVREPFLAG");
        assertThat(status(session, replacing(""))).isEqualTo("ESME_RINVMSGLEN");
        assertThat(status(session, replacing("x").scheduleDeliveryTime("990230000000000+")))
                .isEqualTo("ESME_RINVSCHED");
        assertThat(message(id).toString()).doesNotContain("replaced");
        cancel(session, id);
        String part = accepted(session, SplitText.part("x", 1, 2, 1).scheduleDeliveryTime(IN_TWO_HOURS));
        String whole = accepted(session, replacing("whole"));
        assertThat(whole).isNotEqualTo(part);
        cancel(session, part);
        cancel(session, whole);
        session.unbind();
    }

    @Test
    void requestsAreHandledInTheirOrder() throws Exception {
        SmppSession session = bank.bind(bank.login("order", "'submits':{'window':100}"), new Receiver());
        CountDownLatch answered = new CountDownLatch(20);
        ConcurrentLinkedQueue<String> ids = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < 20; i++) {
            SubmitSm.Builder submit = scheduled("text " + (char) ('a' + i)).replaceIfPresent(i == 0 ? 0 : 1);
            session.offer(submit.build(), reply -> {
                ids.add(
                        reply instanceof Reply.Answered<SubmitSmResp> answer && answer.ok()
                                ? answer.body().messageId()
                                : "status " + reply.statusOrMinusOne());
                answered.countDown();
            });
        }
        assertThat(answered.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(Set.copyOf(ids)).hasSize(1);
        assertThat(message(ids.peek()).toString()).contains("text t");
        cancel(session, ids.peek());
        session.unbind();
    }
}
