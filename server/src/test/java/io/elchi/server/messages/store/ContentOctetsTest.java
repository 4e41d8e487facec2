package io.elchi.server.messages.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.messages.Content;
import io.elchi.server.messages.Encoding;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The octets of a row stay as they are: rows are read by later versions.
class ContentOctetsTest {
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void aTextHasNone() {
        assertThat(ContentOctets.of(new Content.Text("Salom", Encoding.GSM7, 1)))
                .isNull();
    }

    @Test
    void binaryContent() {
        Content.Binary binary = new Content.Binary(HEX.parseHex("020001"), HEX.parseHex("ff00"), 0xF5);
        assertThat(HEX.formatHex(ContentOctets.of(binary))).isEqualTo("f5" + "03" + "020001" + "ff00");
        assertThat(ContentOctets.binary(ContentOctets.of(binary))).isEqualTo(binary);
    }

    @Test
    void readyMadeParts() {
        Content.Parts parts = new Content.Parts(
                List.of(new Content.Part(HEX.parseHex("aabb"), 8, 0x40), new Content.Part(new byte[0], 0, 0)));
        assertThat(HEX.formatHex(ContentOctets.of(parts)))
                .isEqualTo("40" + "08" + "0002" + "aabb" + "00" + "00" + "0000");
        assertThat(ContentOctets.parts(ContentOctets.of(parts))).isEqualTo(parts);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "04", "0405", "0403030001"})
    void unreadableBinaryContentIsRefused(String hex) {
        assertThatThrownBy(() -> ContentOctets.binary(HEX.parseHex(hex))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "40", "40080002aa", "40080000" + "40"})
    void unreadablePartsAreRefused(String hex) {
        assertThatThrownBy(() -> ContentOctets.parts(HEX.parseHex(hex))).isInstanceOf(IllegalArgumentException.class);
    }
}
