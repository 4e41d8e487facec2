package io.elchi.server.connectors.smpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.core.ManualClock;
import io.elchi.server.core.Msisdn;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.PartReferences;
import io.elchi.smpp.pdu.Address;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.TlvTag;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A link's options as they are read on the wire.
class SubmitWriterTest {
    private static final String LONG = "0123456789".repeat(20);

    private final ManualClock clock = ManualClock.atMidnight();
    private final Texts texts = new Texts(clock.now());
    private ZoneOffset operatorClock = ZoneOffset.UTC;

    private SubmitWriter writer(Object... options) {
        return new SubmitWriter(LinkScene.options(options), () -> operatorClock, clock);
    }

    private Message text(String text) {
        return texts.text(text).message();
    }

    private SubmitSm one(SubmitWriter writer, Message message) {
        List<SubmitSm> all = writer.write(message);
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private static String hex(SubmitSm submit) {
        return HexFormat.of().formatHex(submit.shortMessage().toArray());
    }

    /// 3GPP TS 23.038, A.2.1: without the table the text would be UCS-2, of 70 characters a part.
    @Test
    void nationalTablesKeepATextInSevenBits() {
        String text = "\u015Eifreniz ge\u00E7erli de\u011Fil. ".repeat(5);
        assertThat(writer().write(text(text))).hasSize(2);
        SubmitSm turkish = one(writer("text.national_tables", List.of("turkish")), text(text));
        assertThat(turkish.dataCoding()).isZero();
        assertThat(turkish.esmClass() & 0x40).as("UDHI").isEqualTo(0x40);
        assertThat(hex(turkish)).containsAnyOf("240101", "250101");
    }

    @Test
    void aCertificateWithoutItsKeyIsRefused() {
        assertThatThrownBy(() -> writer("tls.client_certificate", "chain.pem"))
                .hasMessageContaining("client_certificate and client_key are set together");
    }

    @ParameterizedTest
    @CsvSource({
        "Bank, 5, 0, Bank",
        "1700, 3, 0, 1700",
        "+998712000000, 1, 1, 998712000000",
        "0612345678, 1, 1, 0612345678"
    })
    void aSenderSaysWhatItIs(String sender, int ton, int npi, String digits) {
        assertThat(one(writer(), texts.from(sender).message()).source()).isEqualTo(new Address(ton, npi, digits));
    }

    @Test
    void typesOfNumbersAreTheLinks() {
        SubmitWriter writer = writer(
                "addresses.alpha_ton",
                0,
                "addresses.alpha_npi",
                1,
                "addresses.short_ton",
                6,
                "addresses.short_npi",
                9,
                "addresses.number_ton",
                2,
                "addresses.number_npi",
                8,
                "addresses.destination_ton",
                0,
                "addresses.destination_npi",
                3);
        assertThat(one(writer, texts.from("Bank").message()).source()).isEqualTo(new Address(0, 1, "Bank"));
        assertThat(one(writer, texts.from("1700").message()).source()).isEqualTo(new Address(6, 9, "1700"));
        SubmitSm submit = one(writer, texts.from("998712000000").message());
        assertThat(submit.source()).isEqualTo(new Address(2, 8, "998712000000"));
        assertThat(submit.destination()).isEqualTo(new Address(0, 3, "998901234567"));
    }

    @Test
    void plainTextIsWrittenInTheOperatorsDefaultAlphabet() {
        assertThat(hex(one(writer(), text("@£é")))).isEqualTo("000105");
        SubmitSm latin = one(writer("text.default_alphabet", "latin_1"), text("@£é"));
        assertThat(hex(latin)).isEqualTo("40a3e9");
        assertThat(latin.dataCoding()).isIn(0, 3);
        SubmitSm packed = one(writer("text.default_alphabet", "gsm_packed"), text("hellohello"));
        assertThat(hex(packed)).isEqualTo("e8329bfd4697d9ec37");
        assertThat(packed.dataCoding()).isZero();
    }

    @Test
    void otherTextIsUcs2() {
        SubmitSm submit = one(writer(), text("код"));
        assertThat(submit.dataCoding()).isEqualTo(8);
        assertThat(hex(submit)).isEqualTo("043a043e0434");
    }

    @Test
    void longTextHasUserDataHeadersOfOneReference() {
        List<SubmitSm> parts = writer().write(text(LONG));
        assertThat(parts).hasSize(2);
        byte[] first = parts.get(0).shortMessage().toArray();
        byte[] second = parts.get(1).shortMessage().toArray();
        // UDHL 5, information element 0 (3GPP TS 23.040, 9.2.3.24.1): reference, parts, number.
        assertThat(first).startsWith(5, 0, 3).hasSize(6 + 153);
        assertThat(second).startsWith(5, 0, 3).hasSize(6 + 47);
        assertThat(first[3]).isEqualTo(second[3]);
        assertThat(new byte[] {first[4], first[5], second[4], second[5]}).containsExactly(2, 1, 2, 2);
        assertThat(parts).allSatisfy(part -> assertThat(part.esmClass()).isEqualTo(0x40));
        String whole = new String(first, 6, 153, StandardCharsets.US_ASCII)
                + new String(second, 6, 47, StandardCharsets.US_ASCII);
        assertThat(whole).isEqualTo(LONG);
    }

    @Test
    void writingItOnceMoreGivesTheSameParts() {
        Message message = text(LONG);
        assertThat(writer().write(message)).isEqualTo(writer().write(message));
    }

    @Test
    void longTextMayTravelInOtherWays() {
        List<SubmitSm> wide = writer("text.split", "udh_16").write(text(LONG));
        assertThat(wide).hasSize(2);
        assertThat(wide.getFirst().shortMessage().toArray()).startsWith(6, 8, 4);
        List<SubmitSm> sar = writer("text.split", "sar").write(text(LONG));
        assertThat(sar).hasSize(2).allSatisfy(part -> {
            assertThat(part.esmClass()).isZero();
            assertThat(part.tlvs().get(TlvTag.SAR_TOTAL_SEGMENTS)).contains(2);
        });
        assertThat(sar.get(0).tlvs().get(TlvTag.SAR_SEGMENT_SEQNUM)).contains(1);
        assertThat(sar.get(1).tlvs().get(TlvTag.SAR_SEGMENT_SEQNUM)).contains(2);
        assertThat(sar.get(0).tlvs().get(TlvTag.SAR_MSG_REF_NUM))
                .isEqualTo(sar.get(1).tlvs().get(TlvTag.SAR_MSG_REF_NUM));
        SubmitSm whole = one(writer("text.split", "message_payload"), text(LONG));
        assertThat(whole.shortMessage().isEmpty()).isTrue();
        assertThat(whole.tlvs().get(TlvTag.MESSAGE_PAYLOAD).orElseThrow().text(StandardCharsets.US_ASCII))
                .isEqualTo(LONG);
    }

    @Test
    void whatIsLeftOfTheValidityIsWrittenAsTheLinkWantsIt() {
        assertThat(one(writer(), text("a")).validityPeriod()).isEqualTo("000000010000000R");
        assertThat(one(writer("submit.validity", "unset"), text("a")).validityPeriod())
                .isEmpty();
        SubmitWriter absolute = writer("submit.validity", "absolute");
        operatorClock = ZoneOffset.ofHours(5);
        assertThat(one(absolute, text("a")).validityPeriod()).isEqualTo("261124060000020+");
        Message waited = text("a");
        clock.advance(Duration.ofMinutes(50));
        assertThat(one(writer(), waited).validityPeriod()).isEqualTo("000000001000000R");
    }

    @Test
    void theRestIsTheLinksToo() {
        SubmitSm submit = one(
                writer(
                        "submit.service_type",
                        "CMT",
                        "submit.registered_delivery",
                        17,
                        "submit.tlvs",
                        List.of("0x1400=31323334", "5121 = 00ff")),
                text("a"));
        assertThat(submit.serviceType()).isEqualTo("CMT");
        assertThat(submit.registeredDelivery()).isEqualTo(17);
        assertThat(submit.tlvs().find(0x1400).orElseThrow().value().toArray()).containsExactly('1', '2', '3', '4');
        assertThat(submit.tlvs().find(0x1401).orElseThrow().value().toArray()).containsExactly(0, 0xFF);
        assertThat(one(writer(), text("a")).registeredDelivery()).isEqualTo(1);
    }

    @Test
    void whatALinkCannotCarryIsNotWritten() {
        assertThatThrownBy(() -> writer().write(text("0123456789".repeat(5_000))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot carry");
    }

    /// A handset that still waits for a part must not put one of another message in its place.
    @Test
    void referencesCountByDestination() {
        PartReferences references = new PartReferences(new SplittableRandom(1));
        Msisdn handset = new Msisdn(998_901_234_567L);
        SplittableRandom others = new SplittableRandom(2);
        Set<Integer> lately = new LinkedHashSet<>();
        for (int i = 0; i < 200; i++) {
            assertThat(lately.add(references.next(handset) & 0xFF)).isTrue();
            references.next(new Msisdn(998_900_000_000L + others.nextInt(1_000_000)));
        }
    }

    @Test
    void everyPartOfAMessageHasItsReferenceHoweverOftenItIsWritten() {
        Message message = texts.text("x".repeat(200)).message();
        SubmitWriter writer = writer("text.split", "udh_16");
        for (int i = 0; i < 2; i++) {
            assertThat(writer.write(message)).hasSize(2).allSatisfy(submit -> {
                byte[] octets = submit.shortMessage().toArray();
                assertThat((octets[3] & 0xFF) << 8 | octets[4] & 0xFF).isEqualTo(message.partReference());
            });
        }
    }

    @Test
    void theLinksOwnProtocolPriorityAndCodings() {
        SubmitSm submit = one(
                writer(
                        "submit.protocol_id",
                        0x41,
                        "submit.priority_flag",
                        2,
                        "text.data_codings",
                        List.of("0 = windows-1251")),
                text("код"));
        assertThat(submit.protocolId()).isEqualTo(0x41);
        assertThat(submit.priorityFlag()).isEqualTo(2);
        assertThat(submit.dataCoding()).isZero();
        assertThat(hex(submit)).isEqualTo("eaeee4");
        assertThatThrownBy(() -> writer("text.data_codings", List.of("0=no-such-set")))
                .hasMessageContaining("no-such-set");
    }

    @Test
    void aPayloadIsNoLongerThanTheLinkTakes() {
        assertThat(writer("text.split", "message_payload").write(text(LONG))).hasSize(1);
        assertThatThrownBy(() -> writer("text.split", "message_payload", "text.payload_octets", 150)
                        .write(text(LONG)))
                .hasMessageContaining("cannot carry");
    }
}
