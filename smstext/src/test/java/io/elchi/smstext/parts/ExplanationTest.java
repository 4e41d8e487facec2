package io.elchi.smstext.parts;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.smstext.alphabet.GsmAlphabet;
import io.elchi.smstext.alphabet.Misfit;
import io.elchi.smstext.alphabet.NationalLanguage;
import io.elchi.smstext.alphabet.OctetAlphabet;
import io.elchi.smstext.alphabet.Samples;
import io.elchi.smstext.alphabet.Unit;
import io.elchi.testkit.Seeds;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ExplanationTest {
    private static final TextPolicy STANDARD = TextPolicy.standard();

    private static Explanation explain(TextPolicy policy, String text) {
        return new Segmenter(policy).explain(text);
    }

    @Test
    void plainTextHasNothingToExplain() {
        Explanation explanation = explain(STANDARD, "a".repeat(158) + "\u20ac");
        assertThat(explanation.coding().dataCoding()).isZero();
        assertThat(explanation.misfits()).isEmpty();
        assertThat(explanation.replaced()).isEmpty();
        assertThat(explanation.parts()).isEqualTo(1);
        assertThat(explanation.unit()).isEqualTo(Unit.SEPTET);
        assertThat(explanation.units()).isEqualTo(160);
        assertThat(explanation.airOctets()).isEqualTo(140);
    }

    @Test
    void theCharactersThatForceUcs2AndWhatSmartEncodingWouldSave() {
        String text = "\u201cSalom\u201d, o\u02bbrtoq! " + "a".repeat(120);
        Explanation explanation = explain(STANDARD, text);
        assertThat(explanation.coding().dataCoding()).isEqualTo(8);
        assertThat(explanation.misfits())
                .containsExactly(new Misfit(0, 0x201c), new Misfit(6, 0x201d), new Misfit(10, 0x02bb));
        assertThat(explanation.parts()).isEqualTo(3);
        assertThat(explanation.partsExact()).isEqualTo(3);
        assertThat(explanation.partsSmart()).isEqualTo(1);
        assertThat(explanation.unit()).isEqualTo(Unit.UTF16);
        assertThat(explanation.units()).isEqualTo(text.length());
        assertThat(explanation.airOctets()).isEqualTo(3 * 6 + 2 * text.length());
        Explanation smart = explain(STANDARD.withSmart(true), text);
        assertThat(smart.coding().smart()).isTrue();
        assertThat(smart.misfits()).isEmpty();
        assertThat(smart.replaced()).isEqualTo(explanation.misfits());
        assertThat(smart.parts()).isEqualTo(1);
        assertThat(smart.partsExact()).isEqualTo(3);
        assertThat(smart.partsSmart()).isEqualTo(1);
    }

    @Test
    void oneCharacterTooMuchForSmartEncodingReplacesNothing() {
        Explanation explanation = explain(STANDARD.withSmart(true), "\u201c\u0416\u201d");
        assertThat(explanation.coding().dataCoding()).isEqualTo(8);
        assertThat(explanation.misfits()).containsExactly(new Misfit(1, 0x416));
        assertThat(explanation.replaced()).isEmpty();
        assertThat(explanation.partsSmart()).isEqualTo(1);
    }

    @Test
    void nationalTablesThatWereLookedAt() {
        TextPolicy turkish = STANDARD.withLanguages(NationalLanguage.TURKISH);
        Explanation explanation = explain(turkish, "\u011f".repeat(2) + "a".repeat(80));
        assertThat(explanation.misfits()).hasSize(2);
        assertThat(explanation.coding().single()).isEqualTo(NationalLanguage.TURKISH);
        assertThat(explanation.considered())
                .containsExactly(
                        new Explanation.National(NationalLanguage.DEFAULT, NationalLanguage.TURKISH, false, 1),
                        new Explanation.National(NationalLanguage.TURKISH, NationalLanguage.DEFAULT, false, 1),
                        new Explanation.National(NationalLanguage.TURKISH, NationalLanguage.TURKISH, false, 1));
        assertThat(explain(turkish, "\u0416").considered())
                .extracting(Explanation.National::parts)
                .containsOnly(-1);
        assertThat(explain(turkish, "a").considered()).isEmpty();
    }

    @Test
    void fixedAlphabets() {
        TextPolicy strict =
                STANDARD.withChoice(new EncodingChoice.Fixed(3, OctetAlphabet.latin1(), OptionalInt.empty()));
        Explanation refused = explain(strict, "a\u0416");
        assertThat(refused.misfits()).containsExactly(new Misfit(1, 0x416));
        assertThat(refused.parts()).isEqualTo(-1);
        assertThat(refused.airOctets()).isZero();
        TextPolicy replacing = STANDARD.withChoice(new EncodingChoice.Fixed(0, GsmAlphabet.gsm(), OptionalInt.of('?')));
        Explanation replaced = explain(replacing, "a\u0416");
        assertThat(replaced.parts()).isEqualTo(1);
        assertThat(replaced.units()).isEqualTo(2);
        assertThat(replaced.misfits()).containsExactly(new Misfit(1, 0x416));
    }

    @Test
    void theExplanationAgreesWithTheParts() {
        Seeds.forEach(500, random -> {
            TextPolicy policy =
                    STANDARD.withSmart(random.nextBoolean()).withMode(SplitMode.values()[random.nextInt(3)]);
            String text = random.nextBoolean()
                    ? Samples.unicode(random, 200)
                    : Samples.text(random, GsmAlphabet.gsm(), 600) + "\u2019";
            Segmented.Parts parts = (Segmented.Parts) new Segmenter(policy).segment(text, 1);
            Explanation explanation = explain(policy, text);
            assertThat(explanation.parts()).isEqualTo(parts.list().size());
            assertThat(explanation.coding()).isEqualTo(parts.coding());
            assertThat(explanation.partsSmart()).isLessThanOrEqualTo(explanation.partsExact());
            int header = parts.list().size() == 1 ? 0 : policy.mode() == SplitMode.UDH_16 ? 7 : 6;
            int air = 0;
            for (Part part : parts.list()) {
                int octets = part.payload().length;
                boolean septets = explanation.unit() == Unit.SEPTET;
                air += header + (septets ? ((header * 8 + 6) / 7 * 7 - header * 8 + octets * 7 + 7) / 8 : octets);
            }
            assertThat(explanation.airOctets()).isEqualTo(air);
        });
    }
}
