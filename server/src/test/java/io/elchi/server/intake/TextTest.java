package io.elchi.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.messages.Encoding;
import io.elchi.testkit.Seeds;
import java.text.BreakIterator;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TextTest {
    private static final String[] PIECES = {
        "a", "7", " ", "{", "€", "ʻ", "“", "…", "№", "я", "ў", "😀", "e\u0301", "👨\u200d👩\u200d👧", "\n", "漢"
    };

    private static String text(SplittableRandom random) {
        int kinds = random.nextInt(1, PIECES.length + 1);
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(1, 700); i > 0; i--) {
            text.append(PIECES[random.nextInt(kinds)]);
        }
        return text.toString();
    }

    private static SendOptions cutTo(int parts, boolean smart) {
        return new SendOptions(smart, parts, true, null, false);
    }

    @Test
    void aTextIsCutAtTheLastWholeLetterThatFits() {
        Seeds.forEach(300, random -> {
            String text = text(random);
            boolean smart = random.nextBoolean();
            int most = random.nextInt(1, 6);
            Text whole = Text.of(text, new SendOptions(smart, 0, false, null, false), 10);
            Text cut = Text.of(text, cutTo(most, smart), 10);
            assertThat(cut.parts()).isBetween(1, most);
            assertThat(cut.hint().truncated()).isEqualTo(whole.parts() > most);
            if (!cut.hint().truncated()) {
                assertThat(cut).isEqualTo(whole);
                return;
            }
            BreakIterator letters = BreakIterator.getCharacterInstance(Locale.ROOT);
            letters.setText(text);
            int end = 0;
            for (int next = letters.first(); next != BreakIterator.DONE; next = letters.next()) {
                String begin = text.substring(0, next);
                if (Text.of(begin, new SendOptions(smart, 0, false, null, false), 10)
                                .parts()
                        <= most) {
                    end = next;
                }
            }
            assertThat(cut.written())
                    .isEqualTo(Text.of(text.substring(0, end), new SendOptions(smart, 0, false, null, false), 10)
                            .written());
        });
    }

    /// However much a request allows: the account may send so many.
    @Test
    void aTextIsCutToWhatTheAccountMaySend() {
        assertThat(Text.of("x".repeat(40_000), cutTo(255, true), 3).written()).hasSize(3 * 153);
    }

    @Test
    void plainCharactersStandForTypographicOnesWhereTheTextIsGsmThen() {
        Text plain = Text.of("Soʻm “ok”…", SendOptions.DEFAULT, 10);
        assertThat(plain.written()).isEqualTo("So'm \"ok\"...");
        assertThat(plain.encoding()).isEqualTo(Encoding.GSM7);
        assertThat(plain.hint()).isEqualTo(new TextHint(true, false, 0));
        // With a letter that GSM 7 bit lacks anyway, nothing is gained: the text stays as it is.
        assertThat(Text.of("soʻm я", SendOptions.DEFAULT, 10).written()).isEqualTo("soʻm я");
        assertThat(Text.of("plain", SendOptions.DEFAULT, 10).hint()).isEqualTo(TextHint.NONE);
    }

    @Test
    void whatSmartEncodingWouldSaveIsSaid() {
        SendOptions exact = new SendOptions(false, 0, false, null, false);
        assertThat(Text.of("x".repeat(80) + "…", exact, 10).hint().smartSaves()).isEqualTo(1);
        assertThat(Text.of("…", exact, 10).hint().smartSaves()).isZero();
        assertThat(Text.of("x".repeat(80) + "я", exact, 10).hint().smartSaves()).isZero();
    }

    @Test
    void theCharacterThatForcesUcs2IsFound() {
        assertThat(Text.firstForeign("abc")).isEqualTo(-1);
        assertThat(Text.firstForeign("ab я 😀")).isEqualTo(3);
        assertThat(Text.firstForeign("😀")).isZero();
    }
}
