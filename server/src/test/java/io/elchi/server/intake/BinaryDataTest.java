package io.elchi.server.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.core.RefusedException;
import io.elchi.server.messages.Content;
import io.elchi.smstext.udh.InformationElement.Concatenation;
import io.elchi.smstext.udh.UserDataHeader;
import io.elchi.testkit.Seeds;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class BinaryDataTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] PORTS = HEX.parseHex("06050423f40000");

    private static BinaryData data(byte[] header, int octets) {
        return BinaryData.of(header, new byte[octets], 4, "");
    }

    @Test
    void onePartHas140OctetsWithItsHeader() {
        assertThat(data(null, 140).parts()).isEqualTo(1);
        assertThat(data(null, 141).parts()).isEqualTo(2);
        assertThat(data(PORTS, 133).parts()).isEqualTo(1);
        assertThat(data(PORTS, 134).parts()).isEqualTo(2);
        assertThat(data(null, 2 * 134).parts()).isEqualTo(2);
        assertThat(data(null, 2 * 134 + 1).parts()).isEqualTo(3);
    }

    @Test
    void theDataMayNotNumberPartsItselfWhenItIsSplit() {
        byte[] concatenated = HEX.parseHex("0500030a0201");
        assertThat(data(concatenated, 134).parts()).isEqualTo(1);
        assertThatThrownBy(() -> data(concatenated, 135)).isInstanceOf(RefusedException.class);
    }

    /// Parts are numbered, no longer than a short message, and their octets joined are those of the client.
    @Test
    void partsJoinToWhatWasSplit() {
        Seeds.forEach(1000, random -> {
            byte[] octets = new byte[141 + random.nextInt(BinaryData.MOST_OCTETS - 140)];
            random.nextBytes(octets);
            byte[] header = random.nextBoolean() ? PORTS : null;
            BinaryData data = BinaryData.of(header, octets, 0xF5, "");
            int reference = random.nextInt(1 << 16);
            Content.Parts parts = (Content.Parts) data.content(reference);
            assertThat(parts.parts()).isEqualTo(data.parts());
            ByteArrayOutputStream joined = new ByteArrayOutputStream();
            for (int i = 0; i < parts.parts(); i++) {
                Content.Part part = parts.list().get(i);
                assertThat(part.octets().length).isLessThanOrEqualTo(140);
                assertThat(part.dataCoding()).isEqualTo(0xF5);
                assertThat(part.esmClass()).isEqualTo(0x40);
                UserDataHeader read = UserDataHeader.parse(part.octets());
                assertThat(read.defects()).isEmpty();
                assertThat(read.elements().getFirst())
                        .isEqualTo(new Concatenation(false, reference & 0xFF, parts.parts(), i + 1));
                assertThat(read.elements()).hasSize(header == null ? 1 : 2);
                int length = read.raw().length;
                joined.write(part.octets(), length, part.octets().length - length);
            }
            assertThat(joined.toByteArray()).isEqualTo(octets);
        });
    }

    /// A character of UCS-2 has two octets.
    @Test
    void noCharacterIsCut() {
        for (byte[] header : new byte[][] {null, PORTS, HEX.parseHex("03700141")}) {
            Content.Parts parts =
                    (Content.Parts) BinaryData.of(header, new byte[600], 8, "").content(1);
            for (Content.Part part : parts.list()) {
                int text = part.octets().length
                        - UserDataHeader.parse(part.octets()).raw().length;
                assertThat(text % 2).isZero();
            }
        }
    }

    @Test
    void textIsReadByItsDataCoding() {
        byte[] code = {'4', '7', '1', '1'};
        assertThat(BinaryData.of(null, code, 0, "").text()).isEqualTo("4711");
        assertThat(BinaryData.of(null, code, 0xF5, "").text()).isEmpty();
        assertThat(BinaryData.of(null, HEX.parseHex("0034"), 0x18, "").text()).isEqualTo("4");
    }
}
