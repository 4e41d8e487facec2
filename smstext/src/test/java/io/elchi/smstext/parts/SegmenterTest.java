package io.elchi.smstext.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.smstext.alphabet.Alphabet;
import io.elchi.smstext.alphabet.CharsetAlphabet;
import io.elchi.smstext.alphabet.GsmAlphabet;
import io.elchi.smstext.alphabet.Misfit;
import io.elchi.smstext.alphabet.NationalLanguage;
import io.elchi.smstext.alphabet.OctetAlphabet;
import io.elchi.smstext.alphabet.Septets;
import io.elchi.smstext.alphabet.Ucs2Alphabet;
import io.elchi.smstext.alphabet.Unit;
import io.elchi.smstext.coding.DefaultAlphabet;
import io.elchi.smstext.coding.LinkCoding;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SegmenterTest {
    private static final TextPolicy STANDARD = TextPolicy.standard();

    private static Segmented.Parts parts(TextPolicy policy, String text) {
        Segmenter segmenter = new Segmenter(policy);
        Segmented.Parts parts = (Segmented.Parts) segmenter.segment(text, 0x1234);
        assertThat(segmenter.count(text)).isEqualTo(parts.list().size());
        return parts;
    }

    @ParameterizedTest
    @CsvSource({
        "a, 160, UDH_8, 1",
        "a, 161, UDH_8, 2",
        "a, 306, UDH_8, 2",
        "a, 307, UDH_8, 3",
        "a, 304, UDH_16, 2",
        "a, 305, UDH_16, 3",
        "a, 306, SAR, 2",
        "a, 307, SAR, 3",
        "\u0416, 70, UDH_8, 1",
        "\u0416, 71, UDH_8, 2",
        "\u0416, 134, UDH_8, 2",
        "\u0416, 135, UDH_8, 3",
        "\u0416, 132, UDH_16, 2",
        "\u0416, 133, UDH_16, 3",
        "\u0416, 134, SAR, 2",
        "\u20ac, 80, UDH_8, 1",
        "\u20ac, 81, UDH_8, 2",
        "\u20ac, 152, UDH_8, 2",
        "\u20ac, 153, UDH_8, 3",
        "a, 1000, MESSAGE_PAYLOAD, 1",
        "\u0416, 1000, MESSAGE_PAYLOAD, 1",
        "a, 160, SINGLE, 1",
        "a, 0, UDH_8, 1",
    })
    void limits(String character, int times, SplitMode mode, int expected) {
        assertThat(parts(STANDARD.withMode(mode), character.repeat(times)).list())
                .hasSize(expected);
    }

    @Test
    void oneMessageHasNoHeader() {
        Segmented.Parts parts = parts(STANDARD, "salom@");
        assertThat(parts.list()).hasSize(1);
        assertThat(parts.list().getFirst().shortMessage()).containsExactly('s', 'a', 'l', 'o', 'm', 0);
        assertThat(parts.udhi()).isFalse();
        assertThat(parts.esmClass()).isZero();
        assertThat(parts.dataCoding()).isZero();
    }

    @Test
    void eightBitReferences() {
        Segmented.Parts parts = parts(STANDARD, "a".repeat(161));
        assertThat(parts.list().get(1).header()).containsExactly(5, 0, 3, 0x34, 2, 2);
        assertThat(parts.list().get(0).shortMessage()).hasSize(6 + 153);
        assertThat(parts.list().get(1).shortMessage()).hasSize(6 + 8);
        assertThat(parts.esmClass()).isEqualTo(0x40);
        assertThat(parts.list().get(1).slot()).isEqualTo(new Slot(0x34, 2, 2));
    }

    @Test
    void sixteenBitReferences() {
        Segmented.Parts parts = parts(STANDARD.withMode(SplitMode.UDH_16), "a".repeat(161));
        assertThat(parts.list().get(0).header()).containsExactly(6, 8, 4, 0x12, 0x34, 2, 1);
        assertThat(parts.list().get(0).payload()).hasSize(152);
    }

    @Test
    void sarHasNoHeader() {
        Segmented.Parts parts = parts(STANDARD.withMode(SplitMode.SAR), "a".repeat(161));
        assertThat(parts.sar()).isTrue();
        assertThat(parts.udhi()).isFalse();
        assertThat(parts.list().get(1)).satisfies(part -> {
            assertThat(part.header()).isEmpty();
            assertThat(part.slot()).isEqualTo(new Slot(0x1234, 2, 2));
        });
        assertThat(parts(STANDARD.withMode(SplitMode.SAR), "a").sar()).isFalse();
    }

    @Test
    void messagePayloadIsOnePart() {
        Segmented.Parts parts = parts(STANDARD.withMode(SplitMode.MESSAGE_PAYLOAD), "\u0416".repeat(500));
        assertThat(parts.payload()).isTrue();
        assertThat(parts.list().getFirst().shortMessage()).hasSize(1000);
        Segmenter small =
                new Segmenter(STANDARD.withMode(SplitMode.MESSAGE_PAYLOAD).withPayloadOctets(254));
        assertThat(small.segment("\u0416".repeat(128), 0)).isEqualTo(new Segmented.TooLong(128, 127, Unit.UTF16));
        assertThat(small.segment("a".repeat(255), 0)).isEqualTo(new Segmented.TooLong(255, 254, Unit.SEPTET));
        assertThat(small.segment("a".repeat(254), 0)).isInstanceOf(Segmented.Parts.class);
    }

    /// Shorter than a part, so that counting parts does not notice.
    @Test
    void aShortPayloadIsALimitToo() {
        Segmenter tiny =
                new Segmenter(STANDARD.withMode(SplitMode.MESSAGE_PAYLOAD).withPayloadOctets(100));
        assertThat(tiny.segment("a".repeat(101), 0)).isEqualTo(new Segmented.TooLong(101, 100, Unit.SEPTET));
        assertThat(tiny.segment("\u0416".repeat(51), 0)).isEqualTo(new Segmented.TooLong(51, 50, Unit.UTF16));
        assertThat(tiny.segment("a".repeat(100), 0)).isInstanceOf(Segmented.Parts.class);
    }

    @Test
    void refusalsAreClearAndNothingIsCut() {
        assertThat(new Segmenter(STANDARD.withMaxParts(2)).segment("a".repeat(307), 0))
                .isEqualTo(new Segmented.TooManyParts(3, 2));
        assertThat(new Segmenter(STANDARD).segment("a".repeat(153 * 255 + 1), 0))
                .isEqualTo(new Segmented.TooManyParts(256, 255));
        assertThat(new Segmenter(STANDARD).segment("a".repeat(153 * 255), 0)).isInstanceOf(Segmented.Parts.class);
        assertThat(new Segmenter(STANDARD.withMode(SplitMode.SINGLE)).segment("a".repeat(161), 0))
                .isEqualTo(new Segmented.TooLong(161, 160, Unit.SEPTET));
        assertThatThrownBy(() -> new Segmenter(STANDARD).segment("a", 0x10000))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> STANDARD.withMaxParts(256)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> STANDARD.withPayloadOctets(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anEscapePairAtTheBorderMovesToTheNextPart() {
        String text = "a".repeat(152) + "{" + "b".repeat(20);
        Segmented.Parts parts = parts(STANDARD, text);
        assertThat(parts.list().get(0).payload()).hasSize(152);
        assertThat(parts.list().get(1).payload()).startsWith(0x1b, 0x28);
        Segmented.Parts fits = parts(STANDARD, "a".repeat(151) + "{" + "b".repeat(20));
        assertThat(fits.list().get(0).payload()).hasSize(153).endsWith(0x1b, 0x28);
    }

    @Test
    void anEmojiAtTheBorderMovesToTheNextPart() {
        Segmented.Parts parts = parts(STANDARD, "\u0416".repeat(66) + "\ud83d\ude00" + "\u0416".repeat(20));
        assertThat(parts.list().get(0).payload()).hasSize(2 * 66);
        assertThat(parts.list().get(1).payload()).startsWith(0xd8, 0x3d, 0xde, 0x00);
        Segmented.Parts fits = parts(STANDARD, "\u0416".repeat(65) + "\ud83d\ude00" + "\u0416".repeat(20));
        assertThat(fits.list().get(0).payload()).hasSize(2 * 67);
    }

    @ParameterizedTest
    @CsvSource({
        "e\u0301",
        "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67",
        "\ud83c\uddfa\ud83c\uddff",
        "\ud83d\udc4d\ud83c\udffd",
        "\u1112\u1161\u11ab",
        "\uac00\u11a8",
        "\u2764\ufe0f",
        "\u0915\u093f",
    })
    void graphemesStayWhole(String cluster) {
        for (int before = 60; before < 67; before++) {
            String text = "\u0416".repeat(before) + cluster + "\u0416".repeat(67);
            List<Part> list = parts(STANDARD, text).list();
            String first = Ucs2Alphabet.ucs2().decode(list.getFirst().payload());
            int after = first.length() - before;
            assertThat(after)
                    .as("%d before", before)
                    .satisfiesAnyOf(
                            cut -> assertThat(cut).isZero(),
                            cut -> assertThat(cut).isGreaterThanOrEqualTo(cluster.length()));
        }
    }

    @Test
    void flagsInARowAreCutBetweenFlagsAndCrLfStaysWhole() {
        String flags = "\ud83c\uddfa\ud83c\uddff".repeat(20);
        for (Part part : parts(STANDARD, "\u0416" + flags).list()) {
            assertThat(Ucs2Alphabet.ucs2()
                                    .decode(part.payload())
                                    .replace("\u0416", "")
                                    .length()
                            % 4)
                    .isZero();
        }
        List<Part> lines =
                parts(STANDARD, "a".repeat(152) + "\r\n" + "a".repeat(20)).list();
        assertThat(lines.get(0).payload()).hasSize(152);
        assertThat(lines.get(1).payload()).startsWith('\r', '\n');
    }

    @Test
    void aGraphemeLongerThanAPartIsCutBetweenCharacters() {
        String text = "\u0416" + "\u0301".repeat(200);
        List<Part> list = parts(STANDARD, text).list();
        assertThat(list).hasSize(3);
        assertThat(list.getFirst().payload()).hasSize(134);
    }

    @Test
    void uzbekTextsInLatinAndCyrillic() {
        String latin =
                "Hurmatli mijoz! Sizning o\u02bbtkazmangiz muvaffaqiyatli bajarildi. G\u02bball\u02bc\u0430: \u2018OK\u2019";
        String plain = latin.replace("\u0430", "a");
        assertThat(parts(STANDARD, plain).dataCoding()).isEqualTo(8);
        Segmented.Parts smart = parts(STANDARD.withSmart(true), plain);
        assertThat(smart.dataCoding()).isZero();
        assertThat(GsmAlphabet.gsm().decode(smart.list().getFirst().payload()))
                .isEqualTo("Hurmatli mijoz! Sizning o'tkazmangiz muvaffaqiyatli bajarildi. G'all'a: 'OK'");
        Segmented.Parts cyrillic = parts(STANDARD.withSmart(true), latin);
        assertThat(cyrillic.dataCoding()).isEqualTo(8);
        assertThat(Ucs2Alphabet.ucs2().decode(cyrillic.list().getFirst().payload()))
                .as("text that needs UCS-2 anyway keeps its letters")
                .startsWith("Hurmatli mijoz! Sizning o\u02bbtkazmangiz");
        String uz =
                "\u04b2\u0443\u0440\u043c\u0430\u0442\u043b\u0438 \u043c\u0438\u0436\u043e\u0437! \u040e\u0442\u043a\u0430\u0437\u043c\u0430";
        assertThat(parts(STANDARD, uz).list().getFirst().payload())
                .isEqualTo(Ucs2Alphabet.ucs2().encode(uz, -1));
    }

    @Test
    void aReplacementIsNeverCut() {
        List<Part> list = parts(STANDARD.withSmart(true), "a".repeat(151) + "\u2026" + "b".repeat(20))
                .list();
        assertThat(list.get(0).payload()).hasSize(151);
        assertThat(list.get(1).payload()).startsWith('.', '.', '.', 'b');
    }

    @Test
    void flashSetsClassZero() {
        assertThat(parts(STANDARD.withFlash(true), "a").dataCoding()).isEqualTo(0x10);
        assertThat(parts(STANDARD.withFlash(true), "\u0416").dataCoding()).isEqualTo(0x18);
    }

    @Test
    void nationalTablesCountInTheHeader() {
        TextPolicy turkish = STANDARD.withLanguages(NationalLanguage.TURKISH);
        Segmented.Parts one = parts(turkish, "\u011f".repeat(140));
        assertThat(one.list().getFirst().header()).containsExactly(3, 0x25, 1, 1);
        assertThat(one.esmClass()).isEqualTo(0x40);
        assertThat(one.list()).hasSize(1);
        assertThat(parts(turkish, "\u011f".repeat(155)).list()).hasSize(1);
        Segmented.Parts two = parts(turkish, "\u011f".repeat(156));
        assertThat(two.list().getFirst().header()).containsExactly(8, 0, 3, 0x34, 2, 1, 0x25, 1, 1);
        assertThat(two.list().getFirst().payload()).hasSize((140 - 9) * 8 / 7);
        Segmented.Parts both = parts(turkish, ("\u011f".repeat(30) + "\u00e7").repeat(5) + "\u0130".repeat(40));
        assertThat(both.coding().locking()).isEqualTo(NationalLanguage.TURKISH);
    }

    @Test
    void nationalTablesAreTakenOnlyIfTheySavePartsOfUcs2() {
        TextPolicy turkish = STANDARD.withLanguages(NationalLanguage.TURKISH);
        assertThat(parts(turkish, "\u011f").dataCoding()).as("no gain").isEqualTo(8);
        assertThat(parts(turkish, "\u011f" + "a".repeat(80)).coding().single()).isEqualTo(NationalLanguage.TURKISH);
        assertThat(parts(turkish, "\u0416".repeat(80)).dataCoding()).isEqualTo(8);
        assertThat(parts(STANDARD, "\u011f" + "a".repeat(80)).dataCoding()).isEqualTo(8);
    }

    @Test
    void smartAndNationalTablesTogether() {
        TextPolicy both = STANDARD.withLanguages(NationalLanguage.TURKISH).withSmart(true);
        Segmented.Parts parts = parts(both, "\u201c\u011f\u201d" + "a".repeat(80));
        assertThat(parts.coding().smart()).isTrue();
        assertThat(parts.coding().single()).isEqualTo(NationalLanguage.TURKISH);
        assertThat(parts.dataCoding()).isZero();
    }

    @Test
    void linksWithLatin1OrPackedDefaultAlphabets() {
        TextPolicy latin = STANDARD.withLink(new LinkCoding(DefaultAlphabet.LATIN_1, Septets.Padding.ZERO, Map.of()));
        assertThat(parts(latin, "@\u00e9").list().getFirst().payload()).containsExactly('@', 0xe9);
        assertThat(parts(latin, "\u00e7").dataCoding())
                .as("in Latin-1, not in GSM")
                .isEqualTo(8);
        assertThat(parts(latin, "{".repeat(81)).list()).as("septets on the air").hasSize(2);
        assertThat(parts(latin.withLanguages(NationalLanguage.TURKISH), "\u011f" + "a".repeat(80))
                        .dataCoding())
                .isEqualTo(8);
        TextPolicy packed = STANDARD.withLink(new LinkCoding(DefaultAlphabet.GSM_PACKED, Septets.Padding.CR, Map.of()));
        assertThat(parts(packed, "a".repeat(160)).list().getFirst().shortMessage())
                .hasSize(140);
        assertThat(parts(packed, "a".repeat(306)).list())
                .allSatisfy(part -> assertThat(part.shortMessage()).hasSize(140));
    }

    @Test
    void anAlphabetAgreedForTheDefaultIsTheOneThatIsWritten() {
        Alphabet cyrillic = CharsetAlphabet.named("windows-1251").orElseThrow();
        LinkCoding link = new LinkCoding(DefaultAlphabet.GSM, Septets.Padding.ZERO, Map.of(0, cyrillic));
        Segmented.Parts parts = parts(STANDARD.withLink(link), "@\u041f");
        assertThat(parts.dataCoding()).isZero();
        assertThat(parts.list().getFirst().payload()).containsExactly('@', 0xcf);
        TextPolicy turkish = STANDARD.withLink(link).withLanguages(NationalLanguage.TURKISH);
        assertThat(parts(turkish, "\u011f" + "a".repeat(80)).dataCoding())
                .as("no septets, no national tables")
                .isEqualTo(8);
    }

    @Test
    void aFixedAlphabetRefusesOrReplaces() {
        Alphabet cyrillic = CharsetAlphabet.named("windows-1251").orElseThrow();
        TextPolicy strict = STANDARD.withChoice(new EncodingChoice.Fixed(6, cyrillic, OptionalInt.empty()));
        Segmented.Parts parts = parts(strict, "\u041f".repeat(141));
        assertThat(parts.dataCoding()).isEqualTo(6);
        assertThat(parts.list()).hasSize(2);
        assertThat(parts.list().getFirst().payload()).hasSize(134);
        Segmenter refusing = new Segmenter(strict);
        assertThat(refusing.segment("a\u3042", 0))
                .isEqualTo(new Segmented.Unencodable("windows-1251", List.of(new Misfit(1, 0x3042))));
        assertThat(refusing.count("\u3042")).isEqualTo(-1);
        TextPolicy replacing = STANDARD.withChoice(new EncodingChoice.Fixed(0, GsmAlphabet.gsm(), OptionalInt.of('?')));
        assertThat(parts(replacing, "a\u3042").list().getFirst().payload()).containsExactly('a', '?');
        TextPolicy smart = strict.withChoice(new EncodingChoice.Fixed(3, OctetAlphabet.latin1(), OptionalInt.of('?')))
                .withSmart(true);
        assertThat(parts(smart, "\u2018\u3042\u2019").list().getFirst().payload())
                .containsExactly('\'', '?', '\'');
    }

    @Test
    void loneSurrogatesAreWrittenAsReplacementCharacters() {
        Segmented.Parts parts = parts(STANDARD, "a\ud83d");
        assertThat(parts.list().getFirst().payload()).containsExactly(0, 'a', 0xff, 0xfd);
    }
}
