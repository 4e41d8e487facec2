package io.elchi.server.smppserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.accounts.SmppLogin;
import io.elchi.server.contract.Platform;
import io.elchi.server.core.MessageId;
import io.elchi.smpp.pdu.CancelSm;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.DeliverSm;
import io.elchi.smpp.pdu.DestinationAddress;
import io.elchi.smpp.pdu.Octets;
import io.elchi.smpp.pdu.QuerySm;
import io.elchi.smpp.pdu.QuerySmResp;
import io.elchi.smpp.pdu.SubmitMulti;
import io.elchi.smpp.pdu.SubmitMultiResp;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.TlvTag;
import io.elchi.smpp.pdu.Tlvs;
import io.elchi.smpp.session.Reply;
import io.elchi.smpp.session.SmppSession;
import io.elchi.smstext.receipt.Receipt;
import io.elchi.smstext.receipt.ReceiptState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Clients that submit, and get receipts and messages from handsets.
class SmppServerTest {
    private static SmppBank bank;

    @BeforeAll
    static void start() throws Exception {
        bank = new SmppBank();
    }

    @AfterAll
    static void stop() {
        bank.close();
    }

    @Test
    void aMessageIsChargedAndItsReceiptComes() throws Exception {
        Receiver receiver = new Receiver();
        SmppSession session = bank.bind(bank.login("receipts", ""), receiver);
        String id = SmppBank.accepted(
                session, SmppBank.submit("Salom").registeredDelivery(1).build());
        assertThat(MessageId.parse(id)).isPresent();
        assertThat(bank.submitted().shortMessage().text(StandardCharsets.US_ASCII))
                .isEqualTo("Salom");
        DeliverSm deliver = receiver.next();
        assertThat(deliver.esmClass()).isEqualTo(4);
        assertThat(deliver.source().digits()).isEqualTo(SmppBank.DESTINATION);
        assertThat(deliver.destination().digits()).isEqualTo("Bank");
        assertThat(deliver.tlvs().get(TlvTag.RECEIPTED_MESSAGE_ID)).contains(id);
        assertThat(deliver.tlvs().get(TlvTag.MESSAGE_STATE)).contains(ReceiptState.DELIVERED.code());
        Receipt receipt = Receiver.receipt(deliver);
        assertThat(receipt.id()).isEqualTo(id);
        assertThat(receipt.state()).isEqualTo(ReceiptState.DELIVERED);
        assertThat(receipt.dlvrd()).isEqualTo(1);
        assertThat(bank.admin().get("/admin/v1/messages/" + id).is(200).toString())
                .contains("\"smpp_login_id\":", "\"parts_charged\":1");
        session.unbind();
    }

    @ParameterizedTest
    @CsvSource({"0, DELIVRD, 0", "1, UNDELIV, 1", "2, DELIVRD, 0", "2, UNDELIV, 1", "3, DELIVRD, 1", "3, UNDELIV, 0"})
    void onlyReceiptsThatWereAskedForCome(int asked, String stat, int receipts) throws Exception {
        Receiver receiver = new Receiver();
        SmppBank.Login login = bank.login("asked" + asked + stat.charAt(0), "");
        SmppSession session = bank.bind(login, receiver);
        bank.stat = stat;
        String first = SmppBank.accepted(
                session, SmppBank.submit("a").registeredDelivery(asked).build());
        bank.submitted();
        Platform.await(
                "it is final",
                () -> bank.admin().get("/admin/v1/messages/" + first).is(200).has("final_at"));
        bank.stat = "DELIVRD";
        String second = SmppBank.accepted(
                session, SmppBank.submit("b").registeredDelivery(1).build());
        bank.submitted();
        List<String> ids = new ArrayList<>();
        while (!ids.contains(second)) {
            ids.add(receiver.receipt().id());
        }
        assertThat(ids).hasSize(1 + receipts);
        session.unbind();
    }

    @ParameterizedTest
    @CsvSource({"uuid, 36", "hex, 32", "decimal, 37"})
    void idsAreWrittenAsTheLoginWants(String form, int atLeast) throws Exception {
        Receiver receiver = new Receiver();
        SmppSession session =
                bank.bind(bank.login("ids" + form, "'deliveries':{'id_format':'" + form + "'}"), receiver);
        String id = SmppBank.accepted(
                session, SmppBank.submit("x").registeredDelivery(1).build());
        bank.submitted();
        assertThat(id).hasSizeGreaterThanOrEqualTo(atLeast);
        assertThat(receiver.receipt().id()).isEqualTo(id);
        Reply<QuerySmResp> reply = session.send(new QuerySm(id, SubmitReader.address("Bank"), Tlvs.NONE));
        QuerySmResp state = ((Reply.Answered<QuerySmResp>) reply).body();
        assertThat(state.messageId()).isEqualTo(id);
        assertThat(state.messageState()).isEqualTo(ReceiptState.DELIVERED.code());
        assertThat(state.finalDate()).hasSize(16);
        session.unbind();
    }

    @Test
    void textsOctetsAndPartsReachTheOperator() throws Exception {
        SmppSession session = bank.bind(bank.login("content", "'submits':{'binary':true}"), new Receiver());
        SmppBank.accepted(
                session,
                SmppBank.submit("")
                        .dataCoding(8)
                        .shortMessage(Octets.of("Ўзбек", StandardCharsets.UTF_16BE))
                        .build());
        SubmitSm unicode = bank.submitted();
        assertThat(unicode.dataCoding()).isEqualTo(8);
        assertThat(unicode.shortMessage().text(StandardCharsets.UTF_16BE)).isEqualTo("Ўзбек");
        SmppBank.accepted(
                session,
                SmppBank.submit("")
                        .dataCoding(4)
                        .shortMessage(Octets.ofHex("00ff10"))
                        .build());
        assertThat(bank.submitted().shortMessage()).hasToString("00ff10");
        String septets = "41".repeat(153);
        SmppBank.accepted(
                session,
                SmppBank.submit("")
                        .esmClass(0x40)
                        .shortMessage(Octets.ofHex("050003aa0201" + septets))
                        .build());
        SubmitSm part = bank.submitted();
        assertThat(part.esmClass()).isEqualTo(0x40);
        assertThat(part.shortMessage()).hasToString("050003aa0201" + septets);
        SmppBank.accepted(
                session,
                SmppBank.submit("")
                        .tlvs(Tlvs.NONE.with(
                                TlvTag.MESSAGE_PAYLOAD, Octets.of("x".repeat(300), StandardCharsets.US_ASCII)))
                        .build());
        assertThat(bank.submitted().shortMessage().length()).isEqualTo(159);
        assertThat(bank.submitted().shortMessage().length()).isEqualTo(153);
        SmppBank.accepted(
                session,
                SmppBank.submit("two of two")
                        .tlvs(Tlvs.NONE
                                .with(TlvTag.SAR_MSG_REF_NUM, 0x1234)
                                .with(TlvTag.SAR_TOTAL_SEGMENTS, 2)
                                .with(TlvTag.SAR_SEGMENT_SEQNUM, 2))
                        .build());
        assertThat(bank.submitted().shortMessage().toString()).startsWith("050003340202");
        session.unbind();
    }

    @Test
    void whatCannotBeIsRefusedAndCostsNothing() throws Exception {
        SmppSession session = bank.bind(bank.login("refused", ""), new Receiver());
        Map<SubmitSm.Builder, String> refused = new LinkedHashMap<>();
        refused.put(SmppBank.submit("x").destination(SubmitReader.address("12")), "ESME_RINVDSTADR");
        refused.put(SmppBank.submit("x").source(SubmitReader.address("Other")), "ESME_RINVSRCADR");
        refused.put(SmppBank.submit(""), "ESME_RINVMSGLEN");
        refused.put(SmppBank.submit("x").validityPeriod("no time at all!!"), "ESME_RINVEXPIRY");
        refused.put(SmppBank.submit("x").scheduleDeliveryTime("990230000000000+"), "ESME_RINVSCHED");
        refused.put(SmppBank.submit("x").priorityFlag(9), "ESME_RINVPRTFLG");
        refused.put(SmppBank.submit("x").replaceIfPresent(2), "ESME_RINVREPFLAG");
        refused.put(SmppBank.submit("x").smDefaultMsgId(1), "ESME_RINVDFTMSGID");
        refused.put(SmppBank.submit("x").esmClass(2), "ESME_RINVESMCLASS");
        refused.put(SmppBank.submit("").esmClass(0x40).shortMessage(Octets.ofHex("ff00")), "ESME_RINVESMCLASS");
        String tooLong = "050003aa0201" + "41".repeat(160);
        refused.put(SmppBank.submit("").esmClass(0x40).shortMessage(Octets.ofHex(tooLong)), "ESME_RINVMSGLEN");
        for (Map.Entry<SubmitSm.Builder, String> each : refused.entrySet()) {
            assertThat(SmppBank.status(session, each.getKey().build())).isEqualTo(each.getValue());
        }
        assertThat(bank.submitted).isEmpty();
        session.unbind();
    }

    @Test
    void aScheduledMessageIsCanceledAndItsReceiptSaysSo() throws Exception {
        Receiver receiver = new Receiver();
        SmppSession session = bank.bind(bank.login("cancel", ""), receiver);
        String id = SmppBank.accepted(
                session,
                SmppBank.submit("later")
                        .registeredDelivery(1)
                        .scheduleDeliveryTime("000000020000000R")
                        .build());
        CancelSm cancel = new CancelSm(
                "", id, SubmitReader.address("Bank"), SubmitReader.address(SmppBank.DESTINATION), Tlvs.NONE);
        assertThat(session.send(cancel).statusOrMinusOne()).isZero();
        assertThat(receiver.receipt().state()).isEqualTo(ReceiptState.DELETED);
        CancelSm unknown = new CancelSm(
                "",
                "0".repeat(32),
                SubmitReader.address("Bank"),
                SubmitReader.address(SmppBank.DESTINATION),
                Tlvs.NONE);
        assertThat(session.send(unknown).statusOrMinusOne()).isEqualTo(CommandStatus.ESME_RINVMSGID.code());
        session.unbind();
    }

    @Test
    void severalDestinationsShareAnId() throws Exception {
        Receiver receiver = new Receiver();
        SmppSession session = bank.bind(bank.login("multi", ""), receiver);
        SubmitMulti multi = SubmitMulti.builder()
                .source(SubmitReader.address("Bank"))
                .destinations(List.of(
                        new DestinationAddress.SmeAddress(SubmitReader.address("998901234567")),
                        new DestinationAddress.SmeAddress(SubmitReader.address("12")),
                        new DestinationAddress.SmeAddress(SubmitReader.address("998901234568"))))
                .registeredDelivery(1)
                .shortMessage(Octets.of("to all", StandardCharsets.US_ASCII))
                .build();
        SubmitMultiResp answer = ((Reply.Answered<SubmitMultiResp>) session.send(multi)).body();
        assertThat(answer.unsuccessSmes()).hasSize(1);
        assertThat(answer.unsuccessSmes().getFirst().address().digits()).isEqualTo("12");
        assertThat(answer.unsuccessSmes().getFirst().errorStatusCode()).isEqualTo(CommandStatus.ESME_RINVDSTADR.code());
        List<String> from = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            DeliverSm deliver = receiver.next();
            from.add(deliver.source().digits());
            assertThat(Receiver.receipt(deliver).id()).isEqualTo(answer.messageId());
        }
        assertThat(from).containsExactlyInAnyOrder("998901234567", "998901234568");
        bank.submitted();
        bank.submitted();
        session.unbind();
    }

    @Test
    void messagesFromHandsetsCome() throws Exception {
        bank.admin()
                .post("/admin/v1/inbound-numbers", "{'number':'1155','account_id':%d}".formatted(bank.account))
                .is(201);
        Receiver receiver = new Receiver();
        SmppSession session = bank.bind(bank.login("inbound", ""), receiver);
        DeliverSm.Builder message = DeliverSm.builder()
                .source(SubmitReader.address("998901112233"))
                .destination(SubmitReader.address("1155"));
        bank.fromHandset(message.shortMessage(Octets.of("STOP", StandardCharsets.US_ASCII))
                .build());
        DeliverSm got = receiver.next();
        assertThat(got.esmClass()).isZero();
        assertThat(got.source().digits()).isEqualTo("998901112233");
        assertThat(got.destination().digits()).isEqualTo("1155");
        assertThat(got.shortMessage().text(StandardCharsets.US_ASCII)).isEqualTo("STOP");
        bank.fromHandset(message.dataCoding(8)
                .shortMessage(Octets.of("Тўхта", StandardCharsets.UTF_16BE))
                .build());
        got = receiver.next();
        assertThat(got.dataCoding()).isEqualTo(8);
        assertThat(got.shortMessage().text(StandardCharsets.UTF_16BE)).isEqualTo("Тўхта");
        session.unbind();
    }

    @Test
    void everyFormOfAnIdIsRead() {
        MessageId id = new MessageId(0x0198_1234_5678_7abcL, 0x8fed_cba9_8765_4321L);
        for (SmppLogin.IdForm form : SmppLogin.IdForm.values()) {
            assertThat(MessageIdForm.read(MessageIdForm.write(id, form))).contains(id);
        }
        for (String none : List.of("", "x", "-1", "9".repeat(39), "f".repeat(33), "0".repeat(32), "' OR 1=1 --")) {
            assertThat(MessageIdForm.read(none)).as(none).isEmpty();
        }
    }
}
