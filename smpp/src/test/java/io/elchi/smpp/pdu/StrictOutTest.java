package io.elchi.smpp.pdu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class StrictOutTest {
    private static final SubmitSm SUBMIT = SubmitSm.builder().build();

    @Test
    void aStringThatNoCOctetStringHolds() {
        refused("source_addr", SUBMIT.toBuilder().source(address("a\0b")).build());
        refused(
                "destination_addr",
                SUBMIT.toBuilder().destination(address("\u20AC")).build());
        refused("message_id", new SubmitSmResp("\u0100"));
    }

    @Test
    void aStringOverItsMaximum() {
        refused("service_type", SUBMIT.toBuilder().serviceType("123456").build());
        refused(
                "source_addr",
                SUBMIT.toBuilder().source(address("1".repeat(21))).build());
        refused(
                "validity_period",
                SUBMIT.toBuilder().validityPeriod("0".repeat(17)).build());
        refused("system_id", Bind.builder().systemId("1".repeat(65)).build());
        refused("password", Bind.builder().password("1".repeat(65)).build());
        refused("message_id", new DeliverSmResp("1".repeat(65)));
        refused("esme_addr", new AlertNotification(Address.NONE, address("1".repeat(65))));
        refused("dl_name", multi(new DestinationAddress.DistributionList("1".repeat(21))));
    }

    /// Operators issue credentials that are longer than the specification allows.
    @Test
    void credentialsAreWrittenAsTheyWereIssued() {
        Bind bind = Bind.builder()
                .mode(BindMode.TRANSCEIVER)
                .systemId("elchi-gateway-tashkent")
                .password("a-password-of-24-letters")
                .build();
        Frame read = PduCodec.decode(PduCodec.encode(new Frame(0, 1, bind)));
        assertThat(read.pdu()).isEqualTo(bind);
        assertThat(read.defects()).extracting(Defect::field).containsExactly("system_id", "password");
    }

    @Test
    void aNumberBeyondItsWidth() {
        refused("data_coding", SUBMIT.toBuilder().dataCoding(256).build());
        refused("esm_class", SUBMIT.toBuilder().esmClass(-1).build());
        refused(
                "source_addr_ton",
                SUBMIT.toBuilder().source(new Address(256, 0, "")).build());
        refused(
                "dest_addr_npi",
                SUBMIT.toBuilder().destination(new Address(0, -1, "")).build());
        refused("error_code", new QuerySmResp("", "", 0, 256));
    }

    @Test
    void tooMuchOrTooLittle() {
        refused(
                "short_message",
                SUBMIT.toBuilder().shortMessage(Octets.of(new byte[256])).build());
        refused("number_of_dests", multi());
        DestinationAddress one = new DestinationAddress.SmeAddress(Address.NONE);
        refused("number_of_dests", multi(Collections.nCopies(256, one).toArray(new DestinationAddress[0])));
        UnsuccessSme sme = new UnsuccessSme(Address.NONE, 1);
        refused("no_unsuccess", new SubmitMultiResp("", Collections.nCopies(256, sme)));
        refused("message_payload", withTlv(TlvTag.MESSAGE_PAYLOAD.id(), 65_536));
        refused("TLV 0x1400", withTlv(0x1400, 65_536));
        refused("tag", withTlv(0x10000, 1));
    }

    @Test
    void theWriterStandsWhereItStood() {
        PduWriter out = new PduWriter(8);
        PduCodec.encode(0, 1, new EnquireLink(), out);
        byte[] before = out.toByteArray();
        SubmitSm bad = SUBMIT.toBuilder().shortMessage(Octets.of(new byte[256])).build();
        assertThatThrownBy(() -> PduCodec.encode(0, 2, bad, out)).isInstanceOf(PduEncodeException.class);
        assertThat(out.toByteArray()).isEqualTo(before);
        out.clear();
        assertThat(out.length()).isZero();
    }

    @Test
    void anErrorWithNothingInItGoesOutAsAHeader() {
        for (Request<?> request : List.of(
                Bind.builder().build(),
                SUBMIT,
                DeliverSm.builder().build(),
                multi(),
                DataSm.builder().build(),
                new QuerySm("1", Address.NONE),
                BroadcastSm.builder().build())) {
            assertThat(PduCodec.encode(new Frame(0x58, 7, request.emptyResponse())))
                    .hasSize(16);
            assertThat(request.emptyResponse().commandId()).isEqualTo(request.commandId() | 0x80000000);
            assertThat(PduCodec.encode(new Frame(0, 7, request.emptyResponse())))
                    .hasSizeGreaterThan(16);
        }
        assertThat(PduCodec.encode(new Frame(0x58, 7, new SubmitSmResp("A")))).hasSize(18);
        Tlvs congestion = Tlvs.NONE.with(TlvTag.CONGESTION_STATE, 90);
        assertThat(PduCodec.encode(new Frame(0x58, 7, new SubmitSmResp("", congestion))))
                .hasSize(22);
    }

    @Test
    void aPeerOfVersion33GetsNoTlvs() {
        Tlvs version = Tlvs.NONE.with(TlvTag.SC_INTERFACE_VERSION, 0x34);
        PduWriter out = new PduWriter(64);
        out.omitTlvs(true);
        PduCodec.encode(0, 1, new BindResp(BindMode.RECEIVER, "smsc", version), out);
        assertThat(PduCodec.decode(out.toByteArray()).pdu()).isEqualTo(new BindResp(BindMode.RECEIVER, "smsc"));
        out.clear();
        PduCodec.encode(0x0D, 1, new BindResp(BindMode.RECEIVER, "", version), out);
        assertThat(out.length()).isEqualTo(16);
        out.omitTlvs(false);
        PduCodec.encode(0, 1, new BindResp(BindMode.RECEIVER, "smsc", version), out);
        assertThat(out.length()).isEqualTo(16 + 16 + 5 + 5);
    }

    @Test
    void textIsNotLostForAPeerOfVersion33() {
        PduWriter out = new PduWriter(64);
        out.omitTlvs(true);
        Tlvs payload = Tlvs.NONE.with(TlvTag.MESSAGE_PAYLOAD, Octets.ofHex("41"));
        assertThatThrownBy(() ->
                        PduCodec.encode(0, 1, SUBMIT.toBuilder().tlvs(payload).build(), out))
                .isInstanceOf(PduEncodeException.class)
                .hasMessageContaining("message_payload");
    }

    private static SubmitMulti multi(DestinationAddress... destinations) {
        return SubmitMulti.builder().destinations(Arrays.asList(destinations)).build();
    }

    private static SubmitSm withTlv(int tag, int length) {
        return SUBMIT.toBuilder()
                .tlvs(Tlvs.of(new Tlv(tag, Octets.of(new byte[length]))))
                .build();
    }

    private static Address address(String digits) {
        return new Address(1, 1, digits);
    }

    private static void refused(String field, Pdu pdu) {
        assertThatThrownBy(() -> PduCodec.encode(new Frame(0, 1, pdu)))
                .isInstanceOfSatisfying(
                        PduEncodeException.class, e -> assertThat(e.field()).isEqualTo(field));
    }
}
