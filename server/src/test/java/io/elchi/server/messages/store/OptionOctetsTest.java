package io.elchi.server.messages.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.messages.DeliveryOptions;
import io.elchi.server.messages.DeliveryOptions.ReceiptFormat;
import io.elchi.server.messages.DeliveryOptions.Tlv;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The octets of a row stay as they are: rows are read by later versions.
class OptionOctetsTest {
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void aMessageWithoutOptionsStoresNoneAndSharesTheConstant() {
        assertThat(OptionOctets.of(DeliveryOptions.NONE)).isNull();
        assertThat(OptionOctets.of(new DeliveryOptions(-1, -1, -1, -1, -1, List.of(), null)))
                .isNull();
        assertThat(OptionOctets.parse(null)).isSameAs(DeliveryOptions.NONE);
    }

    @Test
    void onlyWhatIsSetIsStored() {
        DeliveryOptions priority = new DeliveryOptions(-1, -1, -1, 3, -1, List.of(), null);
        assertThat(HEX.formatHex(OptionOctets.of(priority))).isEqualTo("0403");
        DeliveryOptions all = new DeliveryOptions(
                0x11, 5, 0, 2, 0x40, List.of(new Tlv(0x1400, new byte[] {1, 2})), ReceiptFormat.TEXT_AND_TLVS);
        assertThat(HEX.formatHex(OptionOctets.of(all)))
                .isEqualTo("0111" + "0205" + "0300" + "0402" + "0540" + "0602" + "0714000002" + "0102");
        assertThat(HEX.formatHex(OptionOctets.of(DeliveryOptions.of(true, List.of()))))
                .isEqualTo("0801");
        assertThat(OptionOctets.parse(OptionOctets.of(all))).isEqualTo(all);
        DeliveryOptions joined = all.joined(List.of(0, 2, 0x13));
        assertThat(joined.registeredDelivery())
                .as("failures, success and intermediate")
                .isEqualTo(0x11);
        assertThat(HEX.formatHex(OptionOctets.of(joined))).endsWith("0a03" + "000213");
        assertThat(OptionOctets.parse(OptionOctets.of(joined))).isEqualTo(joined);
    }

    @ParameterizedTest
    @ValueSource(strings = {"01", "0000", "0a01", "0603", "0714000002" + "01", "ff"})
    void unreadableOptionsAreRefused(String hex) {
        assertThatThrownBy(() -> OptionOctets.parse(HEX.parseHex(hex))).isInstanceOf(IllegalArgumentException.class);
    }
}
