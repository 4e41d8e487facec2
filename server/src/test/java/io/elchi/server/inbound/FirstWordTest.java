package io.elchi.server.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.testkit.Seeds;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class FirstWordTest {
    private static final List<String> KEYWORDS = List.of(
            "stop", "стоп", "to'xta", "тўхта", "бошла", "straße", "λόγος", "ışık", "ﬁn", "一二", "קוד", "हिन्दी", "a-b");
    private static final List<String> GAPS =
            List.of(" ", "\t", "\r\n", "\u00A0", "\u2003", "\u3000", "\u2028", "\u0000", "\u001B");
    private static final List<String> INVISIBLE =
            List.of("\u200B", "\u200D", "\u2060", "\uFEFF", "\u00AD", "\u202E", "\u200F", "\uFE0F", "\u034F");
    private static final List<String> SIGNS = List.of("!", ".", "\"", "«", "*", "#", "…", "(", "?!", "👍");
    private static final List<String> APOSTROPHES = List.of("'", "’", "‘", "ʻ", "ʼ", "`", "´", "′", "＇");

    private static String folded(String text) {
        return FirstWord.of(text).map(FirstWord::folded).orElse(null);
    }

    /// However a handset writes it, a keyword is the same.
    @Test
    void aKeywordIsFoundInEveryWriting() {
        Seeds.forEach(3_000, random -> {
            String keyword = KEYWORDS.get(random.nextInt(KEYWORDS.size()));
            boolean more = random.nextBoolean();
            String text = some(random, GAPS, INVISIBLE)
                    + some(random, SIGNS, INVISIBLE)
                    + written(random, keyword)
                    + some(random, SIGNS, INVISIBLE)
                    + GAPS.get(random.nextInt(GAPS.size()))
                    + some(random, GAPS, SIGNS)
                    + (more ? "further" : "");
            assertThat(FirstWord.of(text)).as(text).contains(new FirstWord(folded(keyword), !more));
        });
    }

    private static String written(SplittableRandom random, String keyword) {
        StringBuilder text = new StringBuilder();
        keyword.codePoints().forEach(c -> {
            String one = Character.toString(c);
            if (c == '\'') {
                text.append(APOSTROPHES.get(random.nextInt(APOSTROPHES.size())));
            } else {
                text.append(random.nextBoolean() ? one.toUpperCase(Locale.ROOT) : one);
            }
            // Between a letter and its mark it would be another character for a reader, too.
            text.append(some(random, INVISIBLE, INVISIBLE));
        });
        return text.toString();
    }

    private static String some(SplittableRandom random, List<String> one, List<String> other) {
        StringBuilder some = new StringBuilder();
        while (random.nextInt(3) == 0) {
            List<String> from = random.nextBoolean() ? one : other;
            some.append(from.get(random.nextInt(from.size())));
        }
        return some.toString();
    }

    /// What is stored as a keyword may be typed again as it is shown.
    @Test
    void aFoldedWordIsItself() {
        Seeds.forEach(3_000, random -> {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(1, 12); i > 0; i--) {
                text.appendCodePoint(random.nextInt(4) == 0 ? random.nextInt(0x110000) : random.nextInt(0x3000));
            }
            String word = folded(text.toString());
            if (word != null) {
                assertThat(folded(word)).as(text.toString()).isEqualTo(word);
            }
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "STOP|stop|true",
                "Stop it|stop|false",
                "STOP !!|stop|true",
                "ＳＴＯＰ|stop|true",
                "СТОП.|стоп|true",
                "TO’XTA|to'xta|true",
                "TOʻXTA|to'xta|true",
                "ТЎХТА|тўхта|true",
                "STRASSE|strasse|true",
                "Straße|strasse|true",
                "balance1700|balance1700|true",
                "*100#|100|true",
                "???|???|true",
                "? what|?|false",
                "STOP-LIST|stop-list|true",
                "S T O P|s|false"
            })
    void examples(String text, String word, boolean alone) {
        assertThat(FirstWord.of(text)).contains(new FirstWord(word, alone));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "\u200B\uFEFF", "\r\n\t", "12345678901234567890123456789012345678901"})
    void aTextWithoutOne(String text) {
        assertThat(FirstWord.of(text)).isEmpty();
    }

    /// A Cyrillic letter that looks like a Latin one is another letter: a keyword for it is another keyword.
    @Test
    void lettersOfTwoScriptsDiffer() {
        assertThat(folded("СТОP")).isNotEqualTo(folded("СТОР")).isNotEqualTo(folded("CTOP"));
    }

    @Test
    void aLongTextIsLookedAtInPart() {
        assertThat(FirstWord.of(" ".repeat(5_000) + "STOP")).contains(new FirstWord("stop", true));
        assertThat(FirstWord.of("STOP" + " ".repeat(5_000) + "x")).contains(new FirstWord("stop", false));
        assertThat(FirstWord.of("x".repeat(40_000))).isEmpty();
        assertThat(FirstWord.of("\uFDFA".repeat(10_000))).isNotNull();
    }
}
