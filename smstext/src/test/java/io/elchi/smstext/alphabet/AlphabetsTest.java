package io.elchi.smstext.alphabet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.testkit.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlphabetsTest {
    private final Ucs2Alphabet ucs2 = Ucs2Alphabet.ucs2();

    @Test
    void ucs2WritesPairsAndReplacesLoneSurrogates() {
        assertThat(ucs2.encode("\u0416\ud83d\ude00", '?')).containsExactly(0x04, 0x16, 0xd8, 0x3d, 0xde, 0x00);
        assertThat(ucs2.encode("a\ud83d", '?')).containsExactly(0x00, 0x61, 0xff, 0xfd);
        assertThat(ucs2.encode("\ude00\ud83d\ude00", '?')).containsExactly(0xff, 0xfd, 0xd8, 0x3d, 0xde, 0x00);
        assertThat(ucs2.misfits("\ude00\ud83d\ude00\ud83d"))
                .containsExactly(new Misfit(0, 0xde00), new Misfit(3, 0xd83d));
        assertThat(ucs2.units("a\ud83d")).isEqualTo(2);
    }

    @Test
    void ucs2ReadsLoneSurrogatesAndAnOddOctetAsReplacementCharacter() {
        byte[] octets = {(byte) 0xd8, 0x3d, 0x00, 0x41, (byte) 0xde, 0x00, 0x41};
        assertThat(ucs2.decode(octets)).isEqualTo("\ufffdA\ufffd\ufffd");
        assertThat(ucs2.decode(new byte[] {(byte) 0xd8, 0x3d, (byte) 0xde, 0x00}))
                .isEqualTo("\ud83d\ude00");
        assertThat(ucs2.decode(new byte[0])).isEmpty();
    }

    @Test
    void ucs2IsUtf16BigEndian() {
        Seeds.forEach(200, random -> {
            String text = Samples.unicode(random, 100);
            byte[] octets = ucs2.encode(text, Alphabet.OMIT);
            assertThat(octets).isEqualTo(text.getBytes(StandardCharsets.UTF_16BE));
            assertThat(ucs2.decode(octets)).isEqualTo(text);
        });
    }

    @Test
    void oneOctetCharsetsAreTables() {
        assertThat(OctetAlphabet.latin1().encode("\u00e9\u0416", '?')).containsExactly(0xe9, '?');
        assertThat(OctetAlphabet.latin1().decode(new byte[] {(byte) 0xe9})).isEqualTo("\u00e9");
        assertThat(OctetAlphabet.ascii().cost(0xe9)).isEqualTo(-1);
        assertThat(OctetAlphabet.ascii().decode(new byte[] {(byte) 0xe9, 'a'})).isEqualTo("\ufffda");
        assertThat(OctetAlphabet.ascii().misfits("a\u00e9")).containsExactly(new Misfit(1, 0xe9));
    }

    @Test
    void otherCharsetsComeByName() {
        Alphabet cyrillic = CharsetAlphabet.named("windows-1251").orElseThrow();
        assertThat(cyrillic).isInstanceOf(OctetAlphabet.class);
        assertThat(cyrillic.encode("\u041f\u0440\u0438", '?')).containsExactly(0xcf, 0xf0, 0xe8);
        assertThat(cyrillic.decode(new byte[] {(byte) 0xcf})).isEqualTo("\u041f");
        assertThat(CharsetAlphabet.named("no such charset!")).isEmpty();
        assertThat(CharsetAlphabet.named("x-none")).isEmpty();
    }

    @Test
    void charsetsOfSeveralOctetsCountEachCharacterWithItsEscapes() {
        Alphabet shiftJis = CharsetAlphabet.named("Shift_JIS").orElseThrow();
        assertThat(shiftJis.cost(0x3042)).isEqualTo(2);
        assertThat(shiftJis.units("a\u3042")).isEqualTo(3);
        assertThat(shiftJis.decode(shiftJis.encode("a\u3042", '?'))).isEqualTo("a\u3042");
        assertThat(shiftJis.cost(0x1f600)).isEqualTo(-1);
        assertThat(shiftJis.decode(shiftJis.encode("a\ud83d\ude00", '?'))).isEqualTo("a?");
        Alphabet iso2022 = CharsetAlphabet.named("ISO-2022-JP").orElseThrow();
        assertThat(iso2022.cost(0x3042)).isEqualTo(8);
        assertThat(iso2022.units("\u3042\u3042")).isEqualTo(10);
        assertThat(iso2022.decode(iso2022.encode("\u3042x", '?'))).isEqualTo("\u3042x");
    }

    @Test
    void gsmAsLatin1TakesOnlyWhatBothHaveAndCountsSeptets() {
        GsmAsOctets latin = new GsmAsOctets(OctetAlphabet.latin1());
        assertThat(latin.cost('{')).isEqualTo(2);
        assertThat(latin.cost(0xe9)).isEqualTo(1);
        assertThat(latin.cost(0x20ac)).as("not in Latin-1").isEqualTo(-1);
        assertThat(latin.cost(0xe7)).as("not in GSM").isEqualTo(-1);
        assertThat(latin.units("{@")).isEqualTo(3);
        assertThat(latin.encode("{@\u20ac", '?')).containsExactly('{', '@', '?');
        assertThat(latin.decode(new byte[] {(byte) 0xe7})).isEqualTo("\u00e7");
        assertThatThrownBy(() -> latin.encode("\u0416", 0x20ac)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void smartWritesWhatReadsTheSame() {
        SmartAlphabet smart = new SmartAlphabet(GsmAlphabet.gsm());
        String text = "\u201cSalom\u201d \u2013 o\u02bbzbek\u2026\u00a0\u2022 \u2116 1\u200b";
        assertThat(smart.apply(text, 0, text.length())).isEqualTo("\"Salom\" - o'zbek... * No. 1");
        assertThat(smart.units(text)).isEqualTo(27);
        assertThat(GsmAlphabet.gsm().decode(smart.encode(text, '?'))).isEqualTo("\"Salom\" - o'zbek... * No. 1");
        assertThat(smart.cost(0x200b)).isZero();
        assertThat(smart.cost(0x416)).isEqualTo(-1);
        assertThat(smart.misfits("\u2018\u0416")).containsExactly(new Misfit(1, 0x416));
    }

    @Test
    void uzbekLettersReadTheSameWithEveryApostrophe() {
        SmartAlphabet smart = new SmartAlphabet(GsmAlphabet.gsm());
        for (String apostrophe : new String[] {"\u02bb", "\u02bc", "\u2018", "\u2019", "`", "\u00b4", "\u02bf", "'"}) {
            String text = "O" + apostrophe + "g" + apostrophe + "il, G" + apostrophe + "o" + apostrophe + "za";
            assertThat(GsmAlphabet.gsm().decode(smart.encode(text, '?'))).isEqualTo("O'g'il, G'o'za");
        }
    }

    @Test
    void smartLeavesWhatTheAlphabetHas() {
        SmartAlphabet portuguese =
                new SmartAlphabet(GsmAlphabet.of(NationalLanguage.PORTUGUESE, NationalLanguage.DEFAULT));
        assertThat(portuguese.apply("`", 0, 1)).isEqualTo("`");
        assertThat(portuguese.cost('`')).isEqualTo(1);
    }

    /// Alphabets that know a shorter way find the same end as one that adds up costs.
    @Test
    void aRunEndsWhereItsCostsSay() {
        List<Alphabet> alphabets = List.of(
                GsmAlphabet.gsm(),
                ucs2,
                new GsmAsOctets(OctetAlphabet.latin1()),
                OctetAlphabet.ascii(),
                new SmartAlphabet(GsmAlphabet.gsm()));
        Seeds.forEach(500, random -> {
            Alphabet alphabet = alphabets.get(random.nextInt(alphabets.size()));
            String any = Samples.unicode(random, 60) + Samples.text(random, GsmAlphabet.gsm(), 60);
            String text = alphabet.fitting(any, 0, any.length(), Alphabet.OMIT);
            int from = random.nextInt(text.length() + 1);
            from += from < text.length() && Character.isLowSurrogate(text.charAt(from)) ? 1 : 0;
            int most = random.nextInt(40);
            int end = from;
            for (int units = 0; end < text.length(); ) {
                int codePoint = text.codePointAt(end);
                units += alphabet.cost(codePoint);
                if (units > most && end > from) {
                    break;
                }
                end += Character.charCount(codePoint);
            }
            assertThat(alphabet.fit(text, from, text.length(), most))
                    .as("%s of %s from %d", most, alphabet, from)
                    .isEqualTo(end);
        });
    }

    @Test
    void everyReplacementIsPlain() {
        SmartAlphabet smart = new SmartAlphabet(GsmAlphabet.gsm());
        for (char c = 0; c < Character.MAX_VALUE; c++) {
            if (GsmAlphabet.gsm().cost(c) < 0 && smart.cost(c) >= 0) {
                String applied = smart.apply(String.valueOf(c), 0, 1);
                assertThat(OctetAlphabet.ascii().units(applied)).isEqualTo(applied.length());
                assertThat(smart.cost(c)).isEqualTo(applied.length());
            }
        }
    }
}
