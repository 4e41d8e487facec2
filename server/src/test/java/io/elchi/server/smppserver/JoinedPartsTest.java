package io.elchi.server.smppserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.accounts.SmppDirectory;
import io.elchi.server.accounts.SmppLogin;
import io.elchi.server.boot.TestServer;
import io.elchi.server.core.Clock;
import io.elchi.smpp.pdu.CancelSm;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.QuerySm;
import io.elchi.smpp.pdu.QuerySmResp;
import io.elchi.smpp.pdu.ReplaceSm;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.Tlvs;
import io.elchi.smpp.session.Reply;
import io.elchi.smpp.session.SmppSession;
import io.elchi.smstext.receipt.Receipt;
import io.elchi.smstext.receipt.ReceiptState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Logins whose parts are joined before they are routed.
class JoinedPartsTest {
    private static final String JOINED = "'submits':{'parts':'joined'}";
    private static final String A = "a".repeat(100);
    private static final String B = "b".repeat(100);
    private static final String C = "c".repeat(100);

    private static SmppBank bank;

    @BeforeAll
    static void start() throws Exception {
        bank = new SmppBank();
    }

    @AfterAll
    static void stop() {
        bank.close();
    }

    /// The text of the next submit_sm of the operator, which begin with headers of six octets.
    static String sent(SmppBank bank, int parts) throws InterruptedException {
        String[] texts = new String[parts];
        for (int i = 0; i < parts; i++) {
            SubmitSm submit = bank.submitted();
            byte[] octets = submit.shortMessage().toArray();
            int number = parts == 1 ? 1 : octets[5];
            int header = parts == 1 ? 0 : 6;
            texts[number - 1] = new String(octets, header, octets.length - header, StandardCharsets.US_ASCII);
        }
        return String.join("", texts);
    }

    static int state(SmppSession session, String id) throws InterruptedException {
        Reply<QuerySmResp> reply = session.send(new QuerySm(id, SubmitReader.address("Bank"), Tlvs.NONE));
        return reply instanceof Reply.Answered<QuerySmResp> answer && answer.ok()
                ? answer.body().messageState()
                : -1;
    }

    private static void overdue(String state) throws Exception {
        bank.platform
                .server()
                .database()
                .execute(
                        "UPDATE smppserver.part_sets SET until = now() - interval '1 s' WHERE state = '" + state + "'");
    }

    @Test
    void partsInAnyOrderAreOneMessageAndEachGetsItsReceipt() throws Exception {
        Receiver receiver = new Receiver();
        SmppSession session = bank.bind(bank.login("order", JOINED), receiver);
        String third = SmppBank.accepted(
                session, SplitText.part(C, 7, 3, 3).registeredDelivery(1).build());
        String first = SmppBank.accepted(
                session, SplitText.part(A, 7, 3, 1).registeredDelivery(1).build());
        assertThat(state(session, first)).isEqualTo(ReceiptState.ENROUTE.code());
        String second = SmppBank.accepted(session, SplitText.part(B, 7, 3, 2).build());
        assertThat(sent(bank, 2)).isEqualTo(A + B + C);
        assertThat(Set.of(first, second, third)).hasSize(3);
        Receipt one = receiver.receipt();
        Receipt other = receiver.receipt();
        assertThat(new TreeSet<>(Set.of(one.id(), other.id()))).isEqualTo(new TreeSet<>(Set.of(first, third)));
        assertThat(one.state()).isEqualTo(ReceiptState.DELIVERED);
        assertThat(one.dlvrd()).isEqualTo(1);
        for (String id : List.of(first, second, third)) {
            assertThat(state(session, id)).isEqualTo(ReceiptState.DELIVERED.code());
        }
        String message = PartIds.set(MessageIdForm.read(first).orElseThrow()).toString();
        assertThat(bank.admin().get("/admin/v1/messages/" + message).is(200).toString())
                .contains("\"parts_charged\":2");
        session.unbind();
    }

    @Test
    void allFormsOfPartsAreJoined() throws Exception {
        SmppSession session = bank.bind(bank.login("forms", JOINED), new Receiver());
        SmppBank.accepted(session, SplitText.wide("wide ", 0x1234, 2, 1).build());
        SmppBank.accepted(session, SplitText.segment("sar ", 0x34, 2, 1).build());
        SmppBank.accepted(session, SplitText.wide("text", 0x1234, 2, 2).build());
        assertThat(sent(bank, 1)).isEqualTo("wide text");
        SmppBank.accepted(session, SplitText.segment("text", 0x34, 2, 2).build());
        assertThat(sent(bank, 1)).isEqualTo("sar text");
        session.unbind();
    }

    @Test
    void twoProcessesWithAPartEachMakeOneMessage() throws Exception {
        SmppBank.Login login = bank.login("halves", JOINED);
        try (TestServer other = bank.join()) {
            SmppBank.awaitKnown(other, "halves");
            Receiver receiver = new Receiver();
            SmppSession here = bank.bind(login, receiver);
            SmppSession there = bank.client.connect(
                    SmppBank.config(other.part(ClientServer.class).port(), login), receiver);
            String first = SmppBank.accepted(
                    here, SplitText.part("one ", 1, 2, 1).registeredDelivery(1).build());
            String second = SmppBank.accepted(
                    there, SplitText.part("two", 1, 2, 2).registeredDelivery(1).build());
            assertThat(sent(bank, 1)).isEqualTo("one two");
            assertThat(Set.of(receiver.receipt().id(), receiver.receipt().id())).isEqualTo(Set.of(first, second));
            here.unbind();
            there.unbind();
        }
        assertThat(bank.submitted).isEmpty();
    }

    @Test
    void aRepeatedPartIsAnsweredAgainAndAnotherOneIsRefused() throws Exception {
        SmppSession session = bank.bind(bank.login("repeats", JOINED), new Receiver());
        String first =
                SmppBank.accepted(session, SplitText.part("one ", 2, 2, 1).build());
        assertThat(SmppBank.accepted(session, SplitText.part("one ", 2, 2, 1).build()))
                .isEqualTo(first);
        assertThat(SmppBank.status(session, SplitText.part("other", 2, 2, 1).build()))
                .isEqualTo("ESME_RSUBMITFAIL");
        String second =
                SmppBank.accepted(session, SplitText.part("two", 2, 2, 2).build());
        assertThat(sent(bank, 1)).isEqualTo("one two");
        assertThat(SmppBank.accepted(session, SplitText.part("one ", 2, 2, 1).build()))
                .isEqualTo(first);
        assertThat(SmppBank.accepted(session, SplitText.part("two", 2, 2, 2).build()))
                .isEqualTo(second);
        // The reference is used for another message.
        SmppBank.accepted(session, SplitText.part("three ", 2, 2, 1).build());
        SmppBank.accepted(session, SplitText.part("four", 2, 2, 2).build());
        assertThat(sent(bank, 1)).isEqualTo("three four");
        assertThat(bank.submitted).isEmpty();
        session.unbind();
    }

    @Test
    void partsWhoseOthersDoNotComeExpireWithoutACharge() throws Exception {
        Receiver receiver = new Receiver();
        SmppSession session = bank.bind(bank.login("expires", JOINED), receiver);
        String id = SmppBank.accepted(
                session, SplitText.part("one ", 3, 3, 1).registeredDelivery(1).build());
        SmppBank.accepted(session, SplitText.part("two ", 3, 3, 2).build());
        overdue("waiting");
        Receipt receipt = receiver.receipt();
        assertThat(receipt.id()).isEqualTo(id);
        assertThat(receipt.state()).isEqualTo(ReceiptState.EXPIRED);
        assertThat(receipt.err()).isEqualTo("001");
        assertThat(state(session, id)).isEqualTo(ReceiptState.EXPIRED.code());
        // It begins another message, whose other parts have to come again.
        String late =
                SmppBank.accepted(session, SplitText.part("three", 3, 3, 3).build());
        assertThat(PartIds.set(MessageIdForm.read(late).orElseThrow()))
                .isNotEqualTo(PartIds.set(MessageIdForm.read(id).orElseThrow()));
        assertThat(bank.submitted).isEmpty();
        assertThat(receiver.got).isEmpty();
        session.unbind();
    }

    @Test
    void aRefusedMessageIsToldToAllOfItsParts() throws Exception {
        Receiver receiver = new Receiver();
        SmppSession session = bank.bind(bank.login("refused", JOINED), receiver);
        String id = SmppBank.accepted(
                session,
                SplitText.part("one ", 4, 2, 1)
                        .destination(SubmitReader.address("99890"))
                        .registeredDelivery(2)
                        .build());
        assertThat(SmppBank.status(
                        session,
                        SplitText.part("two", 4, 2, 2)
                                .destination(SubmitReader.address("99890"))
                                .registeredDelivery(1)
                                .build()))
                .isEqualTo("ESME_RINVDSTADR");
        Receipt receipt = receiver.receipt();
        assertThat(receipt.id()).isEqualTo(id);
        assertThat(receipt.state()).isEqualTo(ReceiptState.REJECTED);
        assertThat(receipt.err()).isEqualTo("011");
        assertThat(state(session, id)).isEqualTo(ReceiptState.REJECTED.code());
        session.unbind();
    }

    @Test
    void anotherProcessFinishesWhatOneDidNot() throws Exception {
        SmppBank.Login login = bank.login("crash", JOINED);
        SmppSession session = bank.bind(login, new Receiver());
        String first =
                SmppBank.accepted(session, SplitText.part("one ", 5, 2, 1).build());
        SmppLogin known = bank.platform
                .server()
                .part(SmppDirectory.class)
                .find(login.id())
                .orElseThrow();
        ClientPartReader reader = new ClientPartReader(known, new SubmitReader(known, Clock.SYSTEM));
        ClientPart last = ((ClientPartReader.PartRead.Found)
                        reader.read(SplitText.part("two", 5, 2, 2).build()))
                .part();
        // The process ends between the commit of the last part and the acceptance.
        List<PartSets.Kept> kept = bank.platform.server().part(PartSets.class).store(known, List.of(last));
        assertThat(kept.getFirst()).isInstanceOf(PartSets.Kept.Complete.class);
        // The client sends it again: whether it is accepted is not known yet.
        assertThat(SmppBank.status(session, SplitText.part("two", 5, 2, 2).build()))
                .isEqualTo("ESME_RTHROTTLED");
        try (TestServer other = bank.join()) {
            overdue("joining");
            List<Thread> runs = new ArrayList<>();
            for (TestServer server : List.of(bank.platform.server(), other)) {
                runs.add(Thread.ofVirtual().start(server.part(PartUpkeep.class)::run));
            }
            for (Thread run : runs) {
                run.join();
            }
        }
        assertThat(sent(bank, 1)).isEqualTo("one two");
        String second =
                SmppBank.accepted(session, SplitText.part("two", 5, 2, 2).build());
        assertThat(PartIds.set(MessageIdForm.read(second).orElseThrow()))
                .isEqualTo(PartIds.set(MessageIdForm.read(first).orElseThrow()));
        assertThat(bank.submitted).isEmpty();
        session.unbind();
    }

    @Test
    void theIdOfAPartCancelsTheWholeMessage() throws Exception {
        Receiver receiver = new Receiver();
        SmppSession session = bank.bind(bank.login("cancels", JOINED), receiver);
        String waits = SmppBank.accepted(
                session, SplitText.part("one ", 6, 2, 1).registeredDelivery(1).build());
        assertThat(cancel(session, waits)).isEqualTo("ESME_ROK");
        assertThat(receiver.receipt().state()).isEqualTo(ReceiptState.DELETED);
        assertThat(cancel(session, waits)).isEqualTo("ESME_RCANCELFAIL");
        SubmitSm.Builder first = SplitText.part("one ", 8, 2, 1).scheduleDeliveryTime("000000010000000R");
        SmppBank.accepted(session, first.registeredDelivery(1).build());
        String second = SmppBank.accepted(
                session, SplitText.part("two", 8, 2, 2).registeredDelivery(1).build());
        ReplaceSm replace = ReplaceSm.builder()
                .messageId(second)
                .source(SubmitReader.address("Bank"))
                .build();
        assertThat(CommandStatus.of(session.send(replace).statusOrMinusOne()))
                .contains(CommandStatus.ESME_RREPLACEFAIL);
        assertThat(cancel(session, second)).isEqualTo("ESME_ROK");
        assertThat(receiver.receipt().state()).isEqualTo(ReceiptState.DELETED);
        assertThat(receiver.receipt().state()).isEqualTo(ReceiptState.DELETED);
        assertThat(state(session, second)).isEqualTo(ReceiptState.DELETED.code());
        session.unbind();
    }

    private static String cancel(SmppSession session, String id) throws InterruptedException {
        CancelSm cancel = new CancelSm(
                "", id, SubmitReader.address("Bank"), SubmitReader.address(SmppBank.DESTINATION), Tlvs.NONE);
        return CommandStatus.of(session.send(cancel).statusOrMinusOne())
                .orElseThrow()
                .name();
    }

    @Test
    void partsWithoutAPlaceAreRefused() throws Exception {
        SmppSession session = bank.bind(bank.login("places", JOINED), new Receiver());
        assertThat(SmppBank.status(session, SplitText.part("x", 9, 2, 0).build()))
                .isEqualTo("ESME_RINVESMCLASS");
        assertThat(SmppBank.status(session, SplitText.part("x", 9, 2, 3).build()))
                .isEqualTo("ESME_RINVESMCLASS");
        assertThat(SmppBank.status(session, SplitText.segment("x", 9, 2, 3).build()))
                .isEqualTo("ESME_RINVOPTPARAMVAL");
        assertThat(SmppBank.status(
                        session, SplitText.part("x", 9, 2, 1).priorityFlag(9).build()))
                .isEqualTo("ESME_RINVPRTFLG");
        session.unbind();
    }
}
