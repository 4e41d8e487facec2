package io.elchi.server.smppserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.accounts.SmppLogin;
import io.elchi.server.core.MessageClass;
import io.elchi.server.core.MessageId;
import io.elchi.server.events.LoggedEvent;
import io.elchi.smpp.pdu.DeliverSm;
import io.elchi.smpp.pdu.TlvTag;
import io.elchi.smstext.receipt.Receipt;
import io.elchi.smstext.receipt.ReceiptState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The deliver_sm of an event.
class DeliveryWriterTest {
    private static final MessageId ID = new MessageId(0x0198_1234_5678_7abcL, 0x8fed_cba9_8765_4321L);
    private static final Instant AT = Instant.parse("2026-11-30T10:15:30Z");

    private static DeliveryWriter writer(SmppLogin.ReceiptForm form) {
        return new DeliveryWriter(new SmppLogin(
                1,
                2,
                "bank",
                1,
                new SmppLogin.BindRules(true, Set.of(), 1, List.of(), false, null),
                new SmppLogin.SubmitRules(
                        true,
                        10,
                        0,
                        SmppLogin.LoginAlphabet.GSM,
                        MessageClass.TRANSACTIONAL,
                        Map.of(),
                        false,
                        false,
                        false,
                        SmppLogin.FieldRules.NONE),
                new SmppLogin.DeliveryRules(form, SmppLogin.IdForm.UUID, true, null),
                AT,
                AT));
    }

    private static LoggedEvent event(String type, String data) {
        return new LoggedEvent(7, 2, type, ID, AT, data.replace('\'', '"'), -1);
    }

    private static LoggedEvent receipt(String state, String more) {
        return event(
                "message." + state,
                "{'state':'%s','to':'+998901234567','from':'Bank','parts':2,'accepted_at':'2026-11-30T10:00:00Z'%s}"
                        .formatted(state, more));
    }

    private static Receipt read(DeliverSm deliver) {
        return Receipt.parse(deliver.shortMessage().text(StandardCharsets.US_ASCII), ZoneOffset.UTC);
    }

    @ParameterizedTest
    @CsvSource({
        "delivered, DELIVERED, 2",
        "undelivered, UNDELIVERABLE, 0",
        "expired, EXPIRED, 0",
        "rejected, REJECTED, 0",
        "unknown, UNKNOWN, 0",
        "canceled, DELETED, 0"
    })
    void eachFinalStateIsAWord(String state, ReceiptState word, int delivered) {
        DeliverSm deliver = writer(SmppLogin.ReceiptForm.TEXT)
                .write(receipt(state, ""), true)
                .getFirst();
        assertThat(deliver.esmClass()).isEqualTo(4);
        assertThat(deliver.tlvs().isEmpty()).isTrue();
        Receipt receipt = read(deliver);
        assertThat(receipt.state()).isEqualTo(word);
        assertThat(receipt.sub()).isEqualTo(2);
        assertThat(receipt.dlvrd()).isEqualTo(delivered);
        assertThat(receipt.id()).isEqualTo(ID.toString());
    }

    @ParameterizedTest
    @CsvSource({"delivered, 1 4", "undelivered, 1 2", "expired, 1 2"})
    void eachPartThatAskedForAStateGetsAReceiptOfItsOwn(String state, String numbers) {
        List<Receipt> receipts =
                writer(SmppLogin.ReceiptForm.TEXT)
                        .write(receipt(state, ",'joined_parts':[1,2,0,3,null,16]"), true)
                        .stream()
                        .map(DeliveryWriterTest::read)
                        .toList();
        assertThat(receipts.stream().map(Receipt::id))
                .containsExactlyElementsOf(Stream.of(numbers.split(" "))
                        .map(number ->
                                PartIds.part(ID, Integer.parseInt(number)).toString())
                        .toList());
        assertThat(receipts).allMatch(receipt -> receipt.sub() == 1);
    }

    @Test
    void tlvsAreForSessionsThatHaveThem() {
        DeliveryWriter writer = writer(SmppLogin.ReceiptForm.TLVS);
        DeliverSm deliver = writer.write(receipt("delivered", ""), true).getFirst();
        assertThat(deliver.shortMessage().isEmpty()).isTrue();
        assertThat(deliver.tlvs().get(TlvTag.RECEIPTED_MESSAGE_ID)).contains(ID.toString());
        assertThat(deliver.tlvs().get(TlvTag.MESSAGE_STATE)).contains(ReceiptState.DELIVERED.code());
        DeliverSm old = writer.write(receipt("delivered", ""), false).getFirst();
        assertThat(old.tlvs().isEmpty()).isTrue();
        assertThat(read(old).state()).isEqualTo(ReceiptState.DELIVERED);
    }

    @Test
    void anIntermediateNotificationIsMarkedAsOne() {
        LoggedEvent event = event(
                "message.intermediate",
                "{'state':'submitted','to':'+998901234567','from':'Bank','parts':1,'part':1,"
                        + "'accepted_at':'2026-11-30T10:00:00Z'}");
        DeliverSm deliver =
                writer(SmppLogin.ReceiptForm.TEXT).write(event, true).getFirst();
        assertThat(deliver.esmClass()).isEqualTo(0x20);
        assertThat(read(deliver).state()).isEqualTo(ReceiptState.ENROUTE);
    }

    /// What an operator writes as its error may be of any length, and anything.
    @ParameterizedTest
    @CsvSource({"0x, 300", "a stat:DELIVRD , 20", "\u0007\u001b[2J, 9"})
    void anOperatorsErrorLeavesTheReceiptAsItIs(String error, int times) {
        String json = error.repeat(times).replace("\u0007", "\\u0007").replace("\u001b", "\\u001b");
        DeliverSm deliver = writer(SmppLogin.ReceiptForm.TEXT)
                .write(receipt("undelivered", ",'error_code':'" + json + "'"), true)
                .getFirst();
        assertThat(deliver.shortMessage().length()).isLessThanOrEqualTo(254);
        assertThat(deliver.shortMessage().text(StandardCharsets.US_ASCII)).matches("[ -~]*");
        assertThat(read(deliver).state()).isEqualTo(ReceiptState.UNDELIVERABLE);
        assertThat(read(deliver).extras()).isEmpty();
    }

    @Test
    void octetsOfAHandsetAreNoText() {
        DeliverSm deliver = writer(SmppLogin.ReceiptForm.TEXT)
                .write(
                        event(
                                "inbound.received",
                                "{'from':'998901112233','to':'1155','data_coding':4,'octets':'00ff'}"),
                        true)
                .getFirst();
        assertThat(deliver.dataCoding()).isEqualTo(4);
        assertThat(deliver.shortMessage()).hasToString("00ff");
    }

    @Test
    void aLongTextOfAHandsetIsInParts() {
        List<DeliverSm> parts = writer(SmppLogin.ReceiptForm.TEXT)
                .write(
                        event(
                                "inbound.received",
                                "{'from':'998901112233','to':'1155','text':'" + "x".repeat(200) + "'}"),
                        true);
        assertThat(parts).hasSize(2).allMatch(part -> part.esmClass() == 0x40);
    }
}
