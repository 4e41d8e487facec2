package io.elchi.smstext.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.smstext.alphabet.Alphabet;
import io.elchi.smstext.alphabet.CharsetAlphabet;
import io.elchi.smstext.alphabet.Septets;
import io.elchi.smstext.parts.Segmented;
import io.elchi.smstext.parts.Segmenter;
import io.elchi.smstext.parts.TextPolicy;
import io.elchi.testkit.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class LinkCodingTest {

    private static String text(LinkCoding link, int dataCoding, boolean udhi, String hex) {
        UserData data = UserData.read(dataCoding, udhi, HexFormat.of().parseHex(hex));
        return link.text(List.of(data)).orElseThrow();
    }

    private static LinkCoding link(DefaultAlphabet alphabet) {
        return new LinkCoding(alphabet, Septets.Padding.ZERO, Map.of());
    }

    @Test
    void dataCodingZeroIsWhatTheLinkSays() {
        assertThat(text(link(DefaultAlphabet.GSM), 0, false, "00054141")).isEqualTo("@\u00e9AA");
        assertThat(text(link(DefaultAlphabet.LATIN_1), 0, false, "40e9")).isEqualTo("@\u00e9");
        assertThat(text(link(DefaultAlphabet.ASCII), 0, false, "4041e9")).isEqualTo("@A\ufffd");
        assertThat(text(link(DefaultAlphabet.GSM_PACKED), 0, false, "e8329bfd4697d9ec37"))
                .isEqualTo("hellohello");
        assertThat(text(link(DefaultAlphabet.LATIN_1), 0xf0, false, "e9")).isEqualTo("\u00e9");
    }

    /// Seven spare bits of zero read as an `@`: in a part that others follow they are one, unless the part was
    /// ended early so that an escape and its character stay together.
    @Test
    void anAtSignAtTheEndOfAFullPackedPartIsText() {
        LinkCoding packed = link(DefaultAlphabet.GSM_PACKED);
        Segmenter segmenter = new Segmenter(TextPolicy.standard().withLink(packed));
        for (String text : List.of(
                "a".repeat(152) + "@" + "b".repeat(100),
                "a".repeat(152) + "\u20ac" + "b".repeat(100),
                "a".repeat(305) + "@" + "b")) {
            Segmented.Parts parts = (Segmented.Parts) segmenter.segment(text, 7);
            List<UserData> read = parts.list().stream()
                    .map(part -> UserData.read(parts.dataCoding(), true, part.shortMessage()))
                    .toList();
            assertThat(packed.text(read)).contains(text);
        }
    }

    /// A part alone, and the last one: what we wrote is unambiguous, because seven spare bits are CR.
    @Test
    void anAtSignAtTheEndOfThePartThatIsReadAloneIsText() {
        LinkCoding packed = new LinkCoding(DefaultAlphabet.GSM_PACKED, Septets.Padding.CR, Map.of());
        Segmenter segmenter = new Segmenter(TextPolicy.standard().withLink(packed));
        for (int length = 1; length <= 320; length++) {
            for (String end : List.of("@", "@@", "@\r", "\r", "")) {
                String text = "a".repeat(length) + end;
                Segmented.Parts parts = (Segmented.Parts) segmenter.segment(text, 7);
                List<UserData> read = parts.list().stream()
                        .map(part -> UserData.read(parts.dataCoding(), parts.udhi(), part.shortMessage()))
                        .toList();
                assertThat(parts.list()).allMatch(part -> part.shortMessage().length <= 140);
                // A CR that fills the last octet of 140 leaves no space for a second one.
                boolean isFull = parts.list().getLast().shortMessage().length == 140 && end.endsWith("\r");
                if (!isFull) {
                    // A second CR may follow: by TS 23.038 it means the same as one.
                    assertThat(packed.text(read).orElseThrow().replaceFirst("\r\r$", "\r"))
                            .as("%s with %s", length, end)
                            .isEqualTo(text);
                }
            }
        }
    }

    @Test
    void standardMeaningsOfTheOthers() {
        LinkCoding link = LinkCoding.standard();
        assertThat(text(link, 0x01, false, "40")).isEqualTo("@");
        assertThat(text(link, 0x03, false, "e7")).isEqualTo("\u00e7");
        assertThat(text(link, 0x06, false, "b0")).isEqualTo("\u0410");
        assertThat(text(link, 0x07, false, "e0")).isEqualTo("\u05d0");
        assertThat(text(link, 0x08, false, "d83dde00")).isEqualTo("\ud83d\ude00");
        assertThat(text(link, 0x18, false, "0416")).isEqualTo("\u0416");
        assertThat(text(link, 0x05, false, "82a0")).isEqualTo("\u3042");
        assertThat(text(link, 0x0a, false, "1b244224221b2842")).isEqualTo("\u3042");
        assertThat(text(link, 0x0e, false, "b0a1")).isEqualTo("\uac00");
        assertThat(text(link, 0x0d, false, "a4a2")).isEqualTo("\u3042");
    }

    @Test
    void binaryIsNoText() {
        UserData data = UserData.read(0x04, false, new byte[] {1, 2});
        assertThat(LinkCoding.standard().text(List.of(data))).isEmpty();
        assertThat(LinkCoding.standard().alphabet(0xf5)).isEmpty();
        assertThat(LinkCoding.standard().alphabet(0x02)).isEmpty();
    }

    @Test
    void agreedAlphabetsGoFirst() {
        Alphabet cyrillic = CharsetAlphabet.named("windows-1251").orElseThrow();
        LinkCoding link = new LinkCoding(DefaultAlphabet.GSM, Septets.Padding.ZERO, Map.of(0x06, cyrillic));
        assertThat(text(link, 0x06, false, "cff0e8")).isEqualTo("\u041f\u0440\u0438");
        assertThatThrownBy(() -> new LinkCoding(DefaultAlphabet.GSM, Septets.Padding.ZERO, Map.of(256, cyrillic)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nationalTablesOfTheHeaderAreObeyed() {
        LinkCoding link = LinkCoding.standard();
        assertThat(text(link, 0x00, true, "03250101" + "0c")).isEqualTo("\u011f");
        assertThat(text(link, 0x00, true, "03240101" + "1b67")).isEqualTo("\u011f");
        assertThat(text(link, 0x00, true, "032401ee" + "1b65"))
                .as("a reserved language")
                .isEqualTo("\u20ac");
        assertThat(text(link, 0x08, true, "03250101" + "0416"))
                .as("not in UCS-2")
                .isEqualTo("\u0416");
        assertThat(text(link(DefaultAlphabet.LATIN_1), 0x00, true, "03250101" + "e9"))
                .isEqualTo("\u00e9");
    }

    @Test
    void partsAreJoinedBeforeTheyAreRead() {
        LinkCoding link = LinkCoding.standard();
        UserData high = UserData.read(8, false, new byte[] {0, 'a', (byte) 0xd8, 0x3d});
        UserData low = UserData.read(8, false, new byte[] {(byte) 0xde, 0x00});
        assertThat(link.text(List.of(high, low))).contains("a\ud83d\ude00");
        UserData escape = UserData.read(0, false, new byte[] {'a', 0x1b});
        UserData shifted = UserData.read(0, false, new byte[] {0x65});
        assertThat(link.text(List.of(escape, shifted))).contains("a\u20ac");
        assertThat(link.text(List.of(escape, low))).contains("a \ufffd");
        assertThat(link.text(List.of())).contains("");
    }

    @Test
    void readsPackedTextBehindAHeaderWithFillBits() {
        byte[] header = HexFormat.of().parseHex("050003cc0201");
        byte[] packed = Septets.pack("abc".getBytes(StandardCharsets.US_ASCII), 1, true);
        String hex = HexFormat.of().formatHex(header) + HexFormat.of().formatHex(packed);
        assertThat(text(link(DefaultAlphabet.GSM_PACKED), 0, true, hex)).isEqualTo("abc");
    }

    /// Every user data of the vectors reads without failing, under every default alphabet.
    @Test
    void readsWhatOtherProjectsTestWith() {
        int seen = 0;
        for (JsonNode pdu : Vectors.pdus()) {
            JsonNode fields = pdu.get("fields");
            if (fields == null || !fields.has("short_message_hex") || !fields.has("data_coding")) {
                continue;
            }
            seen++;
            byte[] octets =
                    HexFormat.of().parseHex(fields.get("short_message_hex").asString());
            boolean udhi = (fields.get("esm_class").asInt() & 0x40) != 0;
            UserData data = UserData.read(fields.get("data_coding").asInt(), udhi, octets);
            assertThat(data.header().length() + data.payload().length).isEqualTo(octets.length);
            for (DefaultAlphabet alphabet : DefaultAlphabet.values()) {
                assertThat(link(alphabet).text(List.of(data))).isNotNull();
            }
        }
        assertThat(seen).isGreaterThan(50);
    }

    @Test
    void equalUserDataAreEqual() {
        UserData one = UserData.read(0, true, new byte[] {0, 'a'});
        assertThat(one)
                .isEqualTo(UserData.read(0, true, new byte[] {0, 'a'}))
                .hasSameHashCodeAs(UserData.read(0, true, new byte[] {0, 'a'}));
        assertThat(one).isNotEqualTo(UserData.read(0, false, new byte[] {0, 'a'}));
    }
}
