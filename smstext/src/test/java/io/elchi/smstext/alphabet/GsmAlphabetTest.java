package io.elchi.smstext.alphabet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.testkit.Seeds;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GsmAlphabetTest {
    private final GsmAlphabet gsm = GsmAlphabet.gsm();

    @Test
    void writesThePlainTableAndTheExtensionBehindTheEscape() {
        assertThat(gsm.encode("@A{\u20ac", Alphabet.OMIT)).containsExactly(0x00, 0x41, 0x1b, 0x28, 0x1b, 0x65);
        assertThat(gsm.units("@A{\u20ac")).isEqualTo(6);
        assertThat(gsm.decode(new byte[] {0x00, 0x41, 0x1b, 0x28, 0x1b, 0x65})).isEqualTo("@A{\u20ac");
    }

    @Test
    void anEscapedCodeThatTheSingleTableLacksShowsThePlainCharacter() {
        assertThat(gsm.decode(new byte[] {0x1b, 0x41})).isEqualTo("A");
        assertThat(gsm.decode(new byte[] {0x1b, 0x0d})).isEqualTo("\r");
    }

    @Test
    void aDoubledEscapeAndOneAtTheEndReadAsSpace() {
        assertThat(gsm.decode(new byte[] {0x1b, 0x1b, 0x41})).isEqualTo(" A");
        assertThat(gsm.decode(new byte[] {0x41, 0x1b})).isEqualTo("A ");
    }

    @Test
    void octetsThatAreNoSeptetsAndEmptyCodesReadAsReplacementCharacter() {
        assertThat(gsm.decode(new byte[] {(byte) 0x84, 0x41, 0x1b, (byte) 0xff}))
                .isEqualTo("\ufffdA\ufffd");
        GsmAlphabet bengali = GsmAlphabet.of(NationalLanguage.BENGALI, NationalLanguage.DEFAULT);
        assertThat(bengali.decode(new byte[] {0x0c})).isEqualTo("\ufffd");
    }

    @Test
    void misfitsAreReportedAndReplacedByChoice() {
        String text = "a\u0416b\ud83d\ude00\ud800\u001b";
        assertThat(gsm.misfits(text))
                .containsExactly(
                        new Misfit(1, 0x416), new Misfit(3, 0x1f600), new Misfit(5, 0xd800), new Misfit(6, 0x1b));
        assertThat(gsm.units(text)).isEqualTo(-1);
        assertThat(gsm.decode(gsm.encode(text, '?'))).isEqualTo("a?b???");
        assertThat(gsm.decode(gsm.encode(text, Alphabet.OMIT))).isEqualTo("ab");
        assertThatThrownBy(() -> gsm.encode(text, 0x416)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void turkishLocksAndShifts() {
        GsmAlphabet turkish = GsmAlphabet.of(NationalLanguage.TURKISH, NationalLanguage.TURKISH);
        assertThat(turkish.encode("\u011f\u0130\u015f", Alphabet.OMIT)).containsExactly(0x0c, 0x40, 0x1d);
        GsmAlphabet shifted = GsmAlphabet.of(NationalLanguage.DEFAULT, NationalLanguage.TURKISH);
        assertThat(shifted.encode("\u011f", Alphabet.OMIT)).containsExactly(0x1b, 0x67);
        assertThat(turkish).isSameAs(GsmAlphabet.of(NationalLanguage.TURKISH, NationalLanguage.TURKISH));
    }

    @Test
    void spanishHasNoLockingTableAndReservedIdsMeanTheDefault() {
        assertThat(GsmAlphabet.of(NationalLanguage.SPANISH, NationalLanguage.DEFAULT))
                .isSameAs(gsm);
        assertThat(NationalLanguage.of(14)).isEqualTo(NationalLanguage.DEFAULT);
        assertThat(NationalLanguage.of(255)).isEqualTo(NationalLanguage.DEFAULT);
        for (NationalLanguage language : NationalLanguage.values()) {
            assertThat(NationalLanguage.of(language.id())).isEqualTo(language);
        }
    }

    @Test
    void everyPairOfTablesWritesAndReadsItsOwnCharacters() {
        Seeds.forEach(300, random -> {
            GsmAlphabet alphabet = Samples.anyGsm(random);
            String text = Samples.text(random, alphabet, 200);
            byte[] octets = alphabet.encode(text, Alphabet.OMIT);
            assertThat(octets).hasSize(alphabet.units(text));
            assertThat(alphabet.decode(octets)).isEqualTo(text);
        });
    }

    @Test
    void decodingNeverFails() {
        Seeds.forEach(300, random -> {
            byte[] octets = new byte[random.nextInt(200)];
            random.nextBytes(octets);
            assertThat(Samples.anyGsm(random).decode(octets)).isNotNull();
            assertThat(Ucs2Alphabet.ucs2().decode(octets)).hasSize((octets.length + 1) / 2);
        });
    }

    @Test
    void packingIsTheInverseOfUnpackingForAllFillBits() {
        Seeds.forEach(100, random -> {
            byte[] septets = new byte[random.nextInt(170)];
            random.nextBytes(septets);
            for (int i = 0; i < septets.length; i++) {
                septets[i] &= 0x7f;
            }
            for (int fill = 0; fill < 7; fill++) {
                byte[] packed = Septets.pack(septets, fill, true);
                assertThat(Septets.unpack(packed, fill, septets.length)).isEqualTo(septets);
                int last = septets.length == 0 ? -1 : septets[septets.length - 1];
                boolean isTwice = last == '\r' && (fill + septets.length * 7) % 8 == 0;
                byte[] read = isTwice ? Arrays.copyOf(septets, septets.length + 1) : septets;
                if (isTwice) {
                    read[septets.length] = '\r';
                }
                assertThat(Septets.unpack(packed, fill, Septets.Padding.CR)).isEqualTo(read);
                if (last != 0) {
                    assertThat(Septets.unpack(packed, fill, Septets.Padding.ZERO))
                            .isEqualTo(read);
                }
            }
        });
    }

    /// TS 23.038, 6.1.2.3.1. Octets by hand: seven septets are 49 bits, and `@` is 0.
    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
            1234567|31d98c56b3dd1a|1234567|1234567
            1234567@|31d98c56b3dd00|1234567@|1234567
            123456@|31d98c56b3011a|123456@|123456@
            12345@|31d98c560300|12345@|12345@
            1234567~|31d98c56b3dd1a0d|1234567~~|1234567~~
            123456~|31d98c56b3351a|123456~|123456~
            """)
    void sevenSpareBitsAreACarriageReturn(String text, String hex, String cr, String zero) {
        byte[] septets = gsm.encode(text.replace('~', '\r'), Alphabet.OMIT);
        byte[] packed = Septets.pack(septets, 0, true);
        assertThat(HexFormat.of().formatHex(packed)).isEqualTo(hex);
        assertThat(gsm.decode(Septets.unpack(packed, 0, Septets.Padding.CR))).isEqualTo(cr.replace('~', '\r'));
        assertThat(gsm.decode(Septets.unpack(packed, 0, Septets.Padding.ZERO))).isEqualTo(zero.replace('~', '\r'));
    }

    /// As an SMSC writes that takes spare bits for zero: it means the same text on a link that says so.
    @Test
    void zerosInSevenSpareBitsAreFillerOrAnAtSign() {
        byte[] octets = HexFormat.of().parseHex("31d98c56b3dd00");
        assertThat(gsm.decode(Septets.unpack(octets, 0, Septets.Padding.ZERO))).isEqualTo("1234567");
        assertThat(gsm.decode(Septets.unpack(octets, 0, Septets.Padding.CR))).isEqualTo("1234567@");
    }

    @Test
    void packsTheKnownExample() {
        byte[] packed = Septets.pack(gsm.encode("hellohello", Alphabet.OMIT), 0, true);
        assertThat(packed).containsExactly(0xe8, 0x32, 0x9b, 0xfd, 0x46, 0x97, 0xd9, 0xec, 0x37);
        assertThat(gsm.decode(Septets.unpack(packed, 0, Septets.Padding.ZERO))).isEqualTo("hellohello");
    }

    @Test
    void fillBitsPutTheTextOnASeptetBorder() {
        assertThat(Septets.fillBits(0)).isZero();
        assertThat(Septets.fillBits(6)).isEqualTo(1);
        assertThat(Septets.fillBits(7)).isZero();
        assertThat(Septets.fillBits(12)).isEqualTo(2);
        for (int header = 0; header < 140; header++) {
            assertThat((header * 8 + Septets.fillBits(header)) % 7).isZero();
        }
        assertThat(Septets.pack(new byte[] {0x41}, 1, true)).containsExactly(0x82);
        assertThat(Septets.pack(new byte[7], 0, true)).containsExactly(0, 0, 0, 0, 0, 0, 0x1a);
        assertThat(Septets.pack(new byte[0], 3, true)).isEmpty();
        assertThatThrownBy(() -> Septets.pack(new byte[1], 7, true)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Septets.unpack(new byte[1], 0, 2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void capacitiesAreThoseOfTheSpecification() {
        assertThat(Unit.SEPTET.capacity(0)).isEqualTo(160);
        assertThat(Unit.SEPTET.capacity(6)).isEqualTo(153);
        assertThat(Unit.SEPTET.capacity(7)).isEqualTo(152);
        assertThat(Unit.OCTET.capacity(0)).isEqualTo(140);
        assertThat(Unit.OCTET.capacity(6)).isEqualTo(134);
        assertThat(Unit.OCTET.capacity(7)).isEqualTo(133);
        assertThat(Unit.UTF16.capacity(0)).isEqualTo(70);
        assertThat(Unit.UTF16.capacity(6)).isEqualTo(67);
        assertThat(Unit.UTF16.capacity(7)).isEqualTo(66);
        assertThat(Unit.SEPTET.capacity(200)).isZero();
    }

    @Test
    void countingWithATableEqualsCountingByHand() {
        Seeds.forEach(100, random -> {
            String text = Samples.unicode(new SplittableRandom(random.nextLong()), 100);
            int naive = 0;
            for (int codePoint : text.codePoints().toArray()) {
                int cost = gsm.cost(codePoint);
                naive = cost < 0 || naive < 0 ? -1 : naive + cost;
            }
            assertThat(gsm.units(text)).isEqualTo(naive);
        });
    }
}
