package io.elchi.server.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContentTest {
    private static final byte[] NO_HEADER = {};

    @Test
    void theNumbersOfTheKindsAreThoseOfTheTable() {
        for (ContentKind kind : ContentKind.values()) {
            assertThat(ContentKind.at(kind.number())).isEqualTo(kind);
        }
        assertThat(List.of(ContentKind.values()))
                .extracting(ContentKind::number)
                .containsExactly(0, 1, 2);
        assertThatThrownBy(() -> ContentKind.at(3)).hasMessageContaining("3");
    }

    @Test
    void binaryContentFitsIntoOnePart() {
        byte[] header = {4, 0x05, 0x02, 0x15, (byte) 0x8A};
        assertThat(new Content.Binary(header, new byte[135], 4).parts()).isEqualTo(1);
        assertThatThrownBy(() -> new Content.Binary(header, new byte[136], 4)).hasMessageContaining("140 octets");
        assertThatThrownBy(() -> new Content.Binary(new byte[] {9, 0}, NO_HEADER, 4))
                .hasMessageContaining("length 9");
        assertThatThrownBy(() -> new Content.Binary(NO_HEADER, NO_HEADER, 256)).hasMessageContaining("data_coding");
    }

    @Test
    void readyMadePartsAreLimited() {
        Content.Part part = new Content.Part(new byte[] {1}, 8, 0x40);
        assertThat(new Content.Parts(Collections.nCopies(255, part)).parts()).isEqualTo(255);
        assertThatThrownBy(() -> new Content.Parts(Collections.nCopies(256, part)))
                .hasMessageContaining("256");
        assertThatThrownBy(() -> new Content.Parts(List.of())).hasMessageContaining("not 0");
        assertThatThrownBy(() -> new Content.Part(NO_HEADER, 0, -1)).hasMessageContaining("esm_class");
        assertThatThrownBy(() -> new Content.Part(new byte[65_536], 0, 0)).hasMessageContaining("65535");
    }

    @Test
    void noContentIsPrinted() {
        assertThat(new Content.Text("4711", Encoding.GSM7, 1).toString()).doesNotContain("4711");
        assertThat(new Content.Binary(NO_HEADER, new byte[] {47}, 4)).hasToString("Binary[1 octets]");
        assertThat(new Content.Part(new byte[] {47}, 4, 0)).hasToString("Part[1 octets]");
    }
}
