package io.elchi.smpp.pdu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TlvsTest {
    @Test
    void valuesHaveTypes() {
        Tlvs tlvs = Tlvs.NONE
                .with(TlvTag.CONGESTION_STATE, 85)
                .with(TlvTag.SAR_MSG_REF_NUM, 0xFFFF)
                .with(TlvTag.QOS_TIME_TO_LIVE, 0xFFFFFFFF)
                .with(TlvTag.RECEIPTED_MESSAGE_ID, "1A2")
                .with(TlvTag.NETWORK_ERROR_CODE, Octets.ofHex("030022"))
                .with(TlvTag.ALERT_ON_MESSAGE_DELIVERY, 0);
        assertThat(tlvs.get(TlvTag.CONGESTION_STATE)).contains(85);
        assertThat(tlvs.get(TlvTag.SAR_MSG_REF_NUM)).contains(0xFFFF);
        assertThat(tlvs.get(TlvTag.QOS_TIME_TO_LIVE)).contains(-1);
        assertThat(tlvs.get(TlvTag.RECEIPTED_MESSAGE_ID)).contains("1A2");
        assertThat(tlvs.find(0x001E).orElseThrow().value()).isEqualTo(Octets.ofHex("31413200"));
        assertThat(tlvs.get(TlvTag.NETWORK_ERROR_CODE)).contains(Octets.ofHex("030022"));
        assertThat(tlvs.get(TlvTag.ALERT_ON_MESSAGE_DELIVERY)).contains(0);
        assertThat(tlvs.find(0x130C).orElseThrow().value().isEmpty()).isTrue();
        assertThat(tlvs.get(TlvTag.MESSAGE_STATE)).isEmpty();
        assertThat(tlvs.contains(TlvTag.MESSAGE_STATE)).isFalse();
    }

    @Test
    void orderRepeatedAndUnknownTagsAreKept() {
        Tlv dlt = new Tlv(0x1400, Octets.ofHex("31"));
        Tlv first = TlvTag.CALLBACK_NUM.tlv(Octets.ofHex("01010131"));
        Tlv second = TlvTag.CALLBACK_NUM.tlv(Octets.ofHex("01010132"));
        Tlvs tlvs = Tlvs.of(first, dlt, second);
        assertThat(tlvs).containsExactly(first, dlt, second);
        assertThat(tlvs.all(TlvTag.CALLBACK_NUM)).containsExactly(first.value(), second.value());
        assertThat(tlvs.get(TlvTag.vendor(0x1400, "dlt_entity_id"))).contains(dlt.value());
        assertThat(tlvs.without(0x1400)).containsExactly(first, second);
        assertThat(tlvs.with(TlvTag.CALLBACK_NUM, second.value())).containsExactly(second, dlt);
        assertThat(tlvs.plus(dlt).size()).isEqualTo(4);
        assertThat(tlvs).isEqualTo(Tlvs.of(first, dlt, second)).isNotEqualTo(Tlvs.of(dlt, first, second));
    }

    @Test
    void cStringsWithoutNulOrWithManyAreRead() {
        assertThat(receipted("414200")).isEqualTo("AB");
        assertThat(receipted("4142")).isEqualTo("AB");
        assertThat(receipted("4142000000")).isEqualTo("AB");
    }

    private static String receipted(String hex) {
        return Tlvs.of(new Tlv(0x001E, Octets.ofHex(hex)))
                .get(TlvTag.RECEIPTED_MESSAGE_ID)
                .orElseThrow();
    }

    @Test
    void aValueThatTheTagDoesNotAllowIsRefused() {
        refused(() -> TlvTag.CONGESTION_STATE.tlv(256), "congestion_state");
        refused(() -> TlvTag.SOURCE_PORT.tlv(-1), "source_port");
        refused(() -> TlvTag.RECEIPTED_MESSAGE_ID.tlv("1".repeat(65)), "receipted_message_id");
        refused(() -> TlvTag.RECEIPTED_MESSAGE_ID.tlv("\0"), "receipted_message_id");
        refused(() -> TlvTag.ITS_SESSION_INFO.tlv(Octets.ofHex("01")), "its_session_info");
    }

    private static void refused(Runnable action, String field) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        PduEncodeException.class, e -> assertThat(e.field()).isEqualTo(field));
    }

    @Test
    void allTagsOfTheSpecificationsAreThere() {
        Set<String> names = new HashSet<>();
        for (TlvTag<?> tag : TlvTag.all()) {
            assertThat(names.add(tag.label())).as(tag.label()).isTrue();
            assertThat(TlvTag.of(tag.id())).isSameAs(tag);
            assertThat(tag.minLength()).isBetween(0, tag.maxLength());
        }
        // The rows of 5.0 table 4-60, which holds those of 3.4 too.
        assertThat(names).hasSize(64);
        assertThat(TlvTag.of(0x1400)).isNull();
        assertThat(TlvTag.of(-1)).isNull();
    }

    @Test
    void textShowsNoMessage() {
        Tlvs tlvs = Tlvs.NONE
                .with(TlvTag.MESSAGE_PAYLOAD, Octets.of("secret", StandardCharsets.US_ASCII))
                .with(TlvTag.MESSAGE_STATE, 2)
                .plus(new Tlv(0x1400, Octets.ofHex("31")));
        assertThat(tlvs).hasToString("[message_payload=6 octets, message_state=02, 0x1400=31]");
    }
}
