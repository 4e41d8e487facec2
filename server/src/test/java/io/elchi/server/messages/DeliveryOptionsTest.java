package io.elchi.server.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.messages.DeliveryOptions.ReceiptFormat;
import io.elchi.server.messages.DeliveryOptions.Tlv;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveryOptionsTest {
    private static DeliveryOptions tlvs(List<Tlv> tlvs) {
        return new DeliveryOptions(-1, -1, -1, -1, -1, tlvs, null);
    }

    @Test
    void fieldsHaveTheRangeOfAnOctet() {
        assertThatThrownBy(() -> new DeliveryOptions(256, -1, -1, -1, -1, List.of(), null))
                .hasMessageContaining("registered_delivery");
        assertThatThrownBy(() -> new DeliveryOptions(-1, -2, -1, -1, -1, List.of(), null))
                .hasMessageContaining("source_addr_ton");
        assertThatThrownBy(() -> new DeliveryOptions(-1, -1, 256, -1, -1, List.of(), null))
                .hasMessageContaining("source_addr_npi");
        assertThatThrownBy(() -> new DeliveryOptions(-1, -1, -1, 256, -1, List.of(), null))
                .hasMessageContaining("priority_flag");
        assertThatThrownBy(() -> new DeliveryOptions(-1, -1, -1, -1, 256, List.of(), null))
                .hasMessageContaining("protocol_id");
    }

    @Test
    void tlvsAreLimited() {
        Tlv small = new Tlv(0x1400, new byte[1]);
        assertThat(tlvs(Collections.nCopies(32, small)).tlvs()).hasSize(32);
        assertThatThrownBy(() -> tlvs(Collections.nCopies(33, small))).hasMessageContaining("33");
        assertThatThrownBy(() -> tlvs(List.of(new Tlv(0x1400, new byte[4_097]))))
                .hasMessageContaining("4097");
        assertThatThrownBy(() -> tlvs(List.of(new Tlv(0x0424, new byte[1])))).hasMessageContaining("message_payload");
        assertThatThrownBy(() -> new Tlv(0x10000, new byte[1])).hasMessageContaining("65536");
    }

    @Test
    void theNumbersOfTheReceiptFormatsAreThoseOfTheTable() {
        assertThat(List.of(ReceiptFormat.values()))
                .extracting(ReceiptFormat::number)
                .containsExactly(0, 1, 2);
        for (ReceiptFormat format : ReceiptFormat.values()) {
            assertThat(ReceiptFormat.at(format.number())).isEqualTo(format);
        }
        assertThatThrownBy(() -> ReceiptFormat.at(3)).hasMessageContaining("3");
    }
}
