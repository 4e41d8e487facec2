package io.elchi.smpp.pdu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CodesTest {
    @Test
    void statusesAreDescribed() {
        assertThat(CommandStatus.describe(0)).isEqualTo("ESME_ROK (0x00)");
        assertThat(CommandStatus.describe(0x58)).isEqualTo("ESME_RTHROTTLED (0x58)");
        assertThat(CommandStatus.describe(0x112)).isEqualTo("ESME_RINVBCASTCHANIND (0x112)");
        assertThat(CommandStatus.describe(0x400)).isEqualTo("0x00000400 (vendor)");
        assertThat(CommandStatus.describe(0x09)).isEqualTo("0x00000009 (reserved)");
        assertThat(CommandStatus.describe(-1)).isEqualTo("0xFFFFFFFF (reserved)");
        assertThat(CommandStatus.of(0x14)).contains(CommandStatus.ESME_RMSGQFUL);
        assertThat(CommandStatus.of(0x400)).isEmpty();
    }

    @Test
    void commandsAreDescribed() {
        assertThat(CommandId.describe(CommandId.SUBMIT_SM_RESP)).isEqualTo("submit_sm_resp");
        assertThat(CommandId.describe(0x10200)).isEqualTo("0x00010200");
        assertThat(CommandId.all()).hasSize(33);
    }

    @Test
    void rawVersionsStandForOneOfThree() {
        assertThat(List.of(0, 0x32, 0x33)).allMatch(raw -> InterfaceVersion.of(raw) == InterfaceVersion.V3_3);
        assertThat(List.of(0x34, 0x35, 0x4F)).allMatch(raw -> InterfaceVersion.of(raw) == InterfaceVersion.V3_4);
        assertThat(List.of(0x50, 0x51, 0xFF)).allMatch(raw -> InterfaceVersion.of(raw) == InterfaceVersion.V5_0);
        assertThat(InterfaceVersion.V5_0.min(InterfaceVersion.V3_3)).isEqualTo(InterfaceVersion.V3_3);
    }

    @Test
    void noTextShowsAPassword() {
        Bind bind = Bind.builder().systemId("esme").password("secret").build();
        assertThat(bind.toString()).contains("esme").doesNotContain("secret");
        assertThat(new Outbind("smsc", "secret").toString()).contains("smsc").doesNotContain("secret");
        assertThat(new Frame(0, 1, bind).toString()).doesNotContain("secret");
    }

    @Test
    void noTextShowsAMessage() {
        Octets message = Octets.of("secret", StandardCharsets.US_ASCII);
        Tlvs payload = Tlvs.NONE.with(TlvTag.MESSAGE_PAYLOAD, message);
        List<Pdu> pdus = List.of(
                SubmitSm.builder().shortMessage(message).tlvs(payload).build(),
                DeliverSm.builder().shortMessage(message).tlvs(payload).build(),
                SubmitMulti.builder().shortMessage(message).tlvs(payload).build(),
                ReplaceSm.builder().shortMessage(message).tlvs(payload).build(),
                DataSm.builder().tlvs(payload).build(),
                BroadcastSm.builder().tlvs(payload).build(),
                new UnknownPdu(0x10200, message));
        for (Pdu pdu : pdus) {
            assertThat(new Frame(0, 1, pdu).toString())
                    .contains("6 octets")
                    .doesNotContain("secret")
                    .doesNotContain(message.toString());
        }
    }

    @Test
    void octetsAreAValue() {
        byte[] bytes = {1, (byte) 0xFE, 3};
        Octets octets = Octets.of(bytes);
        bytes[0] = 9;
        assertThat(octets).isEqualTo(Octets.ofHex("01fE03")).hasSameHashCodeAs(Octets.ofHex("01FE03"));
        assertThat(octets).hasToString("01fe03");
        assertThat(octets.at(1)).isEqualTo(0xFE);
        octets.toArray()[0] = 9;
        assertThat(octets.at(0)).isEqualTo(1);
        assertThat(octets.slice(1, 2)).isEqualTo(Octets.ofHex("fe"));
        assertThat(octets.slice(3, 3)).isSameAs(Octets.EMPTY);
    }

    @Test
    void aPduWithoutAHeaderIsTheCallersFault() {
        assertThatThrownBy(() -> PduCodec.decode(new byte[15])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PduCodec.decode(new byte[20], 10, 16)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
