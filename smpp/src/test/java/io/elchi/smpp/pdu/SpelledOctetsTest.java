package io.elchi.smpp.pdu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// PDUs written out octet by octet from the tables of the specification.
class SpelledOctetsTest {
    private static final String BIND_TRANSCEIVER = """
            00 00 00 2D             command_length = 45
            00 00 00 09             command_id = bind_transceiver
            00 00 00 00             command_status
            00 00 00 01             sequence_number
            65 6C 63 68 69 00       system_id = elchi
            73 65 63 72 65 74 00    password = secret
            4F 54 41 00             system_type = OTA
            34                      interface_version = 3.4
            01                      addr_ton = international
            02                      addr_npi
            5E 31 24 00             address_range = ^1$
            02 10 00 01 34          not in the specification, but sent: sc_interface_version
            """;

    private static final String SUBMIT_SM = """
            00 00 00 47             command_length = 71
            00 00 00 04             command_id = submit_sm
            00 00 00 00             command_status
            7F FF FF FF             sequence_number = 2147483647
            43 4D 54 00             service_type = CMT
            05                      source_addr_ton = alphanumeric
            00                      source_addr_npi
            45 6C 63 68 69 00       source_addr = Elchi
            01                      dest_addr_ton = international
            01                      dest_addr_npi = E.164
            34 39 31 37 30 00       destination_addr = 49170
            40                      esm_class = UDHI
            7F                      protocol_id
            01                      priority_flag
            00                      schedule_delivery_time
            30 30 30 30 30 31 30 30 validity_period = 000001000000000R
            30 30 30 30 30 30 30 52
            00
            11                      registered_delivery
            01                      replace_if_present_flag
            F5                      data_coding
            02                      sm_default_msg_id
            03                      sm_length
            02 00 FF                short_message
            02 04 00 02 12 34       user_message_reference
            """;

    @Test
    void bind() {
        Bind bind = Bind.builder()
                .mode(BindMode.TRANSCEIVER)
                .systemId("elchi")
                .password("secret")
                .systemType("OTA")
                .interfaceVersion(0x34)
                .addrTon(1)
                .addrNpi(2)
                .addressRange("^1$")
                .tlvs(Tlvs.NONE.with(TlvTag.SC_INTERFACE_VERSION, 0x34))
                .build();
        same(BIND_TRANSCEIVER, new Frame(0, 1, bind));
    }

    @Test
    void submitSm() {
        SubmitSm submit = SubmitSm.builder()
                .serviceType("CMT")
                .source(new Address(5, 0, "Elchi"))
                .destination(new Address(1, 1, "49170"))
                .esmClass(0x40)
                .protocolId(0x7F)
                .priorityFlag(1)
                .validityPeriod("000001000000000R")
                .registeredDelivery(0x11)
                .replaceIfPresent(1)
                .dataCoding(0xF5)
                .smDefaultMsgId(2)
                .shortMessage(Octets.ofHex("0200FF"))
                .tlvs(Tlvs.NONE.with(TlvTag.USER_MESSAGE_REFERENCE, 0x1234))
                .build();
        same(SUBMIT_SM, new Frame(0, 0x7FFFFFFF, submit));
    }

    @Test
    void anUnknownCommandSurvives() {
        UnknownPdu pdu = new UnknownPdu(0x00010200, Octets.of("any", StandardCharsets.US_ASCII));
        Frame read = PduCodec.decode(PduCodec.encode(new Frame(0x401, -1, pdu)));
        assertThat(read.pdu()).isEqualTo(pdu);
        assertThat(read.status()).isEqualTo(0x401);
        assertThat(read.sequence()).isEqualTo(-1);
        assertThat(read.toString()).contains("seq=4294967295", "0x00000401 (vendor)", "0x00010200", "3 octets");
    }

    @Test
    void everyOctetButNulPassesACOctetString() {
        for (int from = 1; from < 256; from += 51) {
            StringBuilder id = new StringBuilder();
            for (int octet = from; octet < from + 51; octet++) {
                id.append((char) octet);
            }
            SubmitSmResp response = new SubmitSmResp(id.toString());
            byte[] octets = PduCodec.encode(new Frame(0, 1, response));
            assertThat(octets[16] & 0xFF).isEqualTo(from);
            assertThat(PduCodec.decode(octets).pdu()).isEqualTo(response);
        }
    }

    private static void same(String spelled, Frame frame) {
        byte[] octets = octets(spelled);
        assertThat(PduCodec.encode(frame)).isEqualTo(octets);
        assertThat(PduCodec.decode(octets)).isEqualTo(frame);
    }

    /// The first 24 columns of each line.
    private static byte[] octets(String spelled) {
        StringBuilder hex = new StringBuilder();
        spelled.lines()
                .map(line -> line.substring(0, Math.min(line.length(), 24)))
                .forEach(hex::append);
        return Octets.ofHex(hex.toString().replace(" ", "")).toArray();
    }
}
