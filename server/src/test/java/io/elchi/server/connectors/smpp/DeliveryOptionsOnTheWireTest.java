package io.elchi.server.connectors.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.messages.Content;
import io.elchi.server.messages.DeliveryOptions;
import io.elchi.server.messages.DeliveryOptions.Tlv;
import io.elchi.server.messages.SubmitTask;
import io.elchi.smpp.pdu.Address;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.TlvTag;
import io.elchi.smpp.session.Exchange;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The options of a message, as an operator receives them.
class DeliveryOptionsOnTheWireTest {
    private static final int UNSET = DeliveryOptions.UNSET;
    private static final Object[] LINK = {
        "submit.protocol_id", 0x41, "submit.priority_flag", 1, "submit.tlvs", List.of("0x1400=\"link\"", "0x1401=01")
    };

    private final LinkScene scene = new LinkScene();
    private Smsc smsc;

    @BeforeEach
    void open() throws Exception {
        smsc = new Smsc();
    }

    @AfterEach
    void end() throws Exception {
        scene.close();
        smsc.close();
    }

    private SubmitSm received(SubmitTask task) throws InterruptedException {
        scene.send(task);
        Exchange exchange = smsc.next();
        smsc.answer(exchange, 0, "id");
        return Smsc.submit(exchange);
    }

    private static List<String> values(SubmitSm submit, int tag) {
        return submit.tlvs().stream()
                .filter(tlv -> tlv.tag() == tag)
                .map(tlv -> tlv.value().text(StandardCharsets.US_ASCII))
                .toList();
    }

    private static Tlv tlv(int tag, String value) {
        return new Tlv(tag, value.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void theMessagesOptionsGoBeforeTheLinks() throws Exception {
        scene.bind(LinkScene.link(smsc, LINK));
        DeliveryOptions options = new DeliveryOptions(
                UNSET, 2, 8, 3, 0x40, List.of(tlv(0x1400, "one"), tlv(0x1400, "two"), tlv(0x1403, "x")), null);
        SubmitSm submit = received(Texts.with(options, scene.texts.from("998712000000")));
        assertThat(submit.source()).isEqualTo(new Address(2, 8, "998712000000"));
        assertThat(submit.priorityFlag()).isEqualTo(3);
        assertThat(submit.protocolId()).isEqualTo(0x40);
        assertThat(values(submit, 0x1400)).as("in place of the link's").containsExactly("one", "two");
        assertThat(values(submit, 0x1401)).as("the link's").containsExactly("\u0001");
        assertThat(values(submit, 0x1403)).containsExactly("x");
    }

    @Test
    void anOptionOfZeroIsSet() throws Exception {
        scene.bind(LinkScene.link(smsc, LINK));
        DeliveryOptions options = new DeliveryOptions(UNSET, 0, 0, 0, 0, List.of(), null);
        SubmitSm submit = received(Texts.with(options, scene.texts.from("998712000000")));
        assertThat(submit.source()).isEqualTo(new Address(0, 0, "998712000000"));
        assertThat(submit.priorityFlag()).isZero();
        assertThat(submit.protocolId()).isZero();
    }

    @Test
    void withoutOptionsTheLinksStay() throws Exception {
        scene.bind(LinkScene.link(smsc, LINK));
        SubmitSm submit = received(scene.texts.from("998712000000"));
        assertThat(submit.source()).isEqualTo(new Address(1, 1, "998712000000"));
        assertThat(submit.priorityFlag()).isEqualTo(1);
        assertThat(submit.protocolId()).isEqualTo(0x41);
        assertThat(values(submit, 0x1400)).containsExactly("link");
    }

    /// The link's receipts are needed here, whatever the client asked for.
    @ParameterizedTest
    @CsvSource({
        "0x01, 0x00, 0x01", "0x01, 0x02, 0x01", "0x00, 0x02, 0x02", "0x02, 0x01, 0x01", "0x02, 0x02, 0x02",
        "0x01, 0x10, 0x11", "0x11, 0x01, 0x11", "0x00, 0x00, 0x00", "0x01, 0x0D, 0x0D", "0x01, -1, 0x01"
    })
    void receiptsAreAskedForThatTheClientOrTheLinkWants(String link, String own, String sent) throws Exception {
        scene.bind(LinkScene.link(smsc, "submit.registered_delivery", Integer.decode(link)));
        DeliveryOptions options = new DeliveryOptions(
                Integer.decode(own), UNSET, UNSET, UNSET, UNSET, List.of(), DeliveryOptions.ReceiptFormat.TLVS);
        assertThat(received(Texts.with(options, scene.texts.text("a"))).registeredDelivery())
                .isEqualTo(Integer.decode(sent));
    }

    @Test
    void theLinksOwnSarParametersStay() throws Exception {
        scene.bind(LinkScene.link(smsc, "text.split", "sar"));
        DeliveryOptions options =
                new DeliveryOptions(UNSET, UNSET, UNSET, UNSET, UNSET, List.of(new Tlv(0x020E, new byte[] {9})), null);
        SubmitSm first = received(Texts.with(options, scene.texts.text("0123456789".repeat(20))));
        assertThat(first.tlvs().all(TlvTag.SAR_TOTAL_SEGMENTS)).containsExactly(2);
    }

    @Test
    void readyMadePartsHaveThemToo() throws Exception {
        scene.bind(LinkScene.link(smsc));
        DeliveryOptions options = new DeliveryOptions(UNSET, 5, 0, 2, 0x40, List.of(tlv(0x1400, "x")), null);
        Content content = new Content.Parts(List.of(new Content.Part(new byte[] {1}, 4, 0)));
        SubmitSm submit = received(Texts.with(options, scene.texts.content(content)));
        assertThat(submit.source()).isEqualTo(new Address(5, 0, "Bank"));
        assertThat(submit.priorityFlag()).isEqualTo(2);
        assertThat(submit.protocolId()).isEqualTo(0x40);
        assertThat(values(submit, 0x1400)).containsExactly("x");
    }

    @ParameterizedTest
    @CsvSource({"abc, 0x10, gsm", "абв, 0x18, gsm", "abc, 0x10, latin_1", "абв, 0x18, latin_1"})
    void aFlashMessageHasClassZero(String text, String dataCoding, String alphabet) throws Exception {
        scene.bind(LinkScene.link(smsc, "text.default_alphabet", alphabet));
        SubmitSm submit = received(Texts.with(DeliveryOptions.of(true, List.of()), scene.texts.text(text)));
        assertThat(submit.dataCoding()).isEqualTo(Integer.decode(dataCoding));
    }
}
