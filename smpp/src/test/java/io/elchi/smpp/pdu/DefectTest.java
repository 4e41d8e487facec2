package io.elchi.smpp.pdu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What is answered to octets that deviate, row by row.
class DefectTest {
    private static final String LONG_VALUE = "x".repeat(200);

    @Test
    void unknownCommandIsRefusedAsSuch() {
        refused(decode(0x00000ABC, "0102"), Defect.Kind.UNKNOWN_COMMAND, CommandStatus.ESME_RINVCMDID);
        // Nobody answers a response, or two peers would answer each other for ever.
        assertThat(decode(0x80000ABC, "0102").refusal()).isZero();
    }

    @Test
    void smLengthBeyondTheEnd() {
        byte[] octets = PduCodec.encode(new Frame(0, 1, submit().build()));
        octets[octets.length - 6] = 6;
        Frame frame = PduCodec.decode(octets);
        refused(frame, Defect.Kind.SM_LENGTH, CommandStatus.ESME_RINVMSGLEN);
        assertThat(((SubmitSm) frame.pdu()).shortMessage().length()).isEqualTo(5);
    }

    @Test
    void tlvValueBeyondTheEndKeepsWhatThereIs() {
        Frame frame = append(submit().build(), "0204000212340010000A01");
        refused(frame, Defect.Kind.TLV_STREAM, CommandStatus.ESME_RINVOPTPARSTREAM);
        assertThat(frame.pdu().tlvs().get(TlvTag.USER_MESSAGE_REFERENCE)).contains(0x1234);
        assertThat(frame.pdu().tlvs().find(0x0010).orElseThrow().value()).isEqualTo(Octets.ofHex("01"));
    }

    @Test
    void tlvHeaderBeyondTheEnd() {
        refused(append(submit().build(), "020400"), Defect.Kind.TLV_STREAM, CommandStatus.ESME_RINVOPTPARSTREAM);
    }

    @Test
    void oneToThreeNulsAtTheEndAreASlip() {
        for (String nuls : new String[] {"00", "0000", "000000"}) {
            tolerated(append(submit().build(), nuls), Defect.Kind.EXTRA_OCTETS);
        }
    }

    @Test
    void tlvOfAWrongLengthIsKeptAndReported() {
        Frame frame = append(submit().build(), "020400011202040002ABCD");
        tolerated(frame, Defect.Kind.TLV_LENGTH);
        assertThat(frame.defects().getFirst().status()).isEqualTo(CommandStatus.ESME_RINVPARLEN.code());
        assertThat(frame.defects().getFirst().field()).isEqualTo("user_message_reference");
        assertThat(frame.pdu().tlvs().size()).isEqualTo(2);
        assertThat(frame.pdu().tlvs().get(TlvTag.USER_MESSAGE_REFERENCE)).contains(0xABCD);
    }

    @Test
    void missingNul() {
        Frame frame = decode(CommandId.QUERY_SM, "414243");
        refused(frame, Defect.Kind.MISSING_NUL, CommandStatus.ESME_RINVCMDLEN);
        assertThat(((QuerySm) frame.pdu()).messageId()).isEqualTo("ABC");
        assertThat(frame.defects()).hasSize(1);
    }

    @Test
    void bodyEndsEarly() {
        refused(decode(CommandId.SUBMIT_SM, ""), Defect.Kind.BODY_ENDS_EARLY, CommandStatus.ESME_RINVCMDLEN);
        Frame frame = decode(CommandId.SUBMIT_SM, "0001");
        refused(frame, Defect.Kind.BODY_ENDS_EARLY, CommandStatus.ESME_RINVCMDLEN);
        assertThat(frame.defects().getFirst().field()).isEqualTo("source_addr_npi");
        refused(decode(CommandId.OUTBIND, ""), Defect.Kind.BODY_ENDS_EARLY, CommandStatus.ESME_RINVCMDLEN);
    }

    @Test
    void aFieldOverItsMaximumHasItsOwnStatusAndItsWholeValue() {
        SubmitSm s = submit().build();
        tooLong("service_type", s.toBuilder().serviceType(LONG_VALUE).build(), CommandStatus.ESME_RINVSERTYP);
        tooLong("source_addr", s.toBuilder().source(longAddress()).build(), CommandStatus.ESME_RINVSRCADR);
        tooLong("destination_addr", s.toBuilder().destination(longAddress()).build(), CommandStatus.ESME_RINVDSTADR);
        SubmitSm schedule = s.toBuilder().scheduleDeliveryTime(LONG_VALUE).build();
        tooLong("schedule_delivery_time", schedule, CommandStatus.ESME_RINVSCHED);
        tooLong("validity_period", s.toBuilder().validityPeriod(LONG_VALUE).build(), CommandStatus.ESME_RINVEXPIRY);
        Bind b = Bind.builder().build();
        tooLong("system_id", b.toBuilder().systemId(LONG_VALUE).build(), CommandStatus.ESME_RINVSYSID);
        tooLong("password", b.toBuilder().password(LONG_VALUE).build(), CommandStatus.ESME_RINVPASWD);
        tooLong("system_type", b.toBuilder().systemType(LONG_VALUE).build(), CommandStatus.ESME_RINVSYSTYP);
        tooLong("address_range", b.toBuilder().addressRange(LONG_VALUE).build(), CommandStatus.ESME_RBINDFAIL);
        tooLong("message_id", new QuerySm(LONG_VALUE, Address.NONE), CommandStatus.ESME_RINVMSGID);
    }

    /// The codec does not write what is too long: this does, for the text fields of the PDUs above.
    private static void tooLong(String field, Request<?> pdu, CommandStatus status) {
        byte[] octets = DefectOctets.unlimited(pdu);
        Frame frame = PduCodec.decode(octets);
        assertThat(frame.pdu()).isEqualTo(pdu);
        refused(frame, Defect.Kind.FIELD_TOO_LONG, status);
        assertThat(frame.defects()).hasSize(1);
        assertThat(frame.defects().getFirst().field()).isEqualTo(field);
        assertThat(frame.defects().getFirst().detail()).doesNotContain("xx");
        assertThat(frame.refusal(Set.of(Defect.Kind.FIELD_TOO_LONG))).isZero();
    }

    @Test
    void submitMultiToNobodyAndToAnUnknownKind() {
        Frame nobody = decode(CommandId.SUBMIT_MULTI, "00" + "000000" + "00");
        refused(nobody, Defect.Kind.NUMBER_OF_DESTS, CommandStatus.ESME_RINVNUMDESTS);
        Frame unknown = decode(CommandId.SUBMIT_MULTI, "00" + "000000" + "02" + "01010141" + "00" + "03" + "4142");
        refused(unknown, Defect.Kind.DEST_FLAG, CommandStatus.ESME_RINVDESTFLAG);
        assertThat(((SubmitMulti) unknown.pdu()).destinations())
                .containsExactly(new DestinationAddress.SmeAddress(new Address(1, 1, "A")));
    }

    @Test
    void tonAndNpiOutOfEveryTableStay() {
        Frame frame = decode(CommandId.SUBMIT_MULTI_RESP, "4100" + "01" + "FFFE3100" + "00000400");
        assertThat(frame.defects()).isEmpty();
        assertThat(((SubmitMultiResp) frame.pdu()).unsuccessSmes())
                .containsExactly(new UnsuccessSme(new Address(255, 254, "1"), 0x400));
    }

    @Test
    void aHeaderOnlyResponseIsTakenAndReportedOnlyWhenPositive() {
        for (int id : CommandId.all().keySet()) {
            if (CommandId.isResponse(id)) {
                Frame negative = decode(id, 0x58, "");
                assertThat(negative.defects()).as(negative.toString()).isEmpty();
                Frame positive = decode(id, 0, "");
                assertThat(positive.defects()).allMatch(defect -> defect.kind() == Defect.Kind.BODY_MISSING);
                assertThat(positive.refusal()).isZero();
                assertThat(positive.pdu()).isEqualTo(negative.pdu());
            }
        }
        tolerated(decode(CommandId.SUBMIT_SM_RESP, 0, ""), Defect.Kind.BODY_MISSING);
        assertThat(decode(CommandId.UNBIND_RESP, 0, "").defects()).isEmpty();
    }

    @Test
    void aResponseIsNeverRefused() {
        for (String body : new String[] {"41", "4100020400", "4100020400FF00", "00".repeat(90)}) {
            for (int id : CommandId.all().keySet()) {
                if (CommandId.isResponse(id)) {
                    assertThat(decode(id, 0, body).refusal()).isZero();
                }
            }
        }
        assertThat(decode(CommandId.SUBMIT_SM_RESP, 0, "41").defects()).hasSize(1);
    }

    @Test
    void aBodyWhereNoneBelongs() {
        tolerated(decode(CommandId.UNBIND, "DEADBEEF"), Defect.Kind.EXTRA_OCTETS);
        tolerated(decode(CommandId.ENQUIRE_LINK, "00"), Defect.Kind.EXTRA_OCTETS);
        tolerated(decode(CommandId.GENERIC_NACK, "00"), Defect.Kind.EXTRA_OCTETS);
    }

    @Test
    void thousandsOfDefectsAreNotKeptButTheFirstRefusalIs() {
        String wrong = "02040000".repeat(5_000);
        Frame frame = append(submit().build(), wrong + "FFFFFFFF");
        assertThat(frame.defects()).hasSize(PduCodec.MAX_DEFECTS);
        assertThat(frame.refusal()).isEqualTo(CommandStatus.ESME_RINVOPTPARSTREAM.code());
        assertThat(frame.pdu().tlvs().size()).isEqualTo(5_001);
    }

    private static SubmitSm.Builder submit() {
        return SubmitSm.builder().shortMessage(Octets.of("hello", StandardCharsets.US_ASCII));
    }

    private static Address longAddress() {
        return new Address(1, 1, LONG_VALUE);
    }

    private static Frame append(Pdu pdu, String hex) {
        byte[] octets = PduCodec.encode(new Frame(0, 1, pdu));
        byte[] more = Octets.ofHex(hex).toArray();
        byte[] all = Arrays.copyOf(octets, octets.length + more.length);
        System.arraycopy(more, 0, all, octets.length, more.length);
        return PduCodec.decode(all);
    }

    private static Frame decode(int commandId, String body) {
        return decode(commandId, 0, body);
    }

    private static Frame decode(int commandId, int status, String body) {
        return PduCodec.decode(PduCodec.encode(new Frame(status, 1, new UnknownPdu(commandId, Octets.ofHex(body)))));
    }

    private static void refused(Frame frame, Defect.Kind kind, CommandStatus status) {
        assertThat(frame.defects()).anyMatch(defect -> defect.kind() == kind && !defect.tolerated());
        assertThat(frame.refusal()).isEqualTo(status.code());
    }

    private static void tolerated(Frame frame, Defect.Kind kind) {
        assertThat(frame.defects()).hasSize(1).allMatch(defect -> defect.kind() == kind && defect.tolerated());
        assertThat(frame.refusal()).isZero();
    }
}
