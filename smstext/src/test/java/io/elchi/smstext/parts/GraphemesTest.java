package io.elchi.smstext.parts;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.smstext.alphabet.Samples;
import io.elchi.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Against the JDK's `\X`, which allocates but knows UAX #29.
class GraphemesTest {
    private static final Pattern CLUSTER = Pattern.compile("\\X");

    /// The indexes where our clusters begin.
    private static List<Integer> ours(String text) {
        List<Integer> borders = new ArrayList<>();
        int state = Graphemes.START;
        for (int at = 0; at < text.length(); ) {
            int codePoint = text.codePointAt(at);
            state = Graphemes.next(state, codePoint);
            if (!Graphemes.joined(state)) {
                borders.add(at);
            }
            at += Character.charCount(codePoint);
        }
        return borders;
    }

    private static List<Integer> theirs(String text) {
        return CLUSTER.matcher(text).results().map(cluster -> cluster.start()).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "e\u0301",
                "\r\n",
                "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67",
                "\ud83c\uddfa\ud83c\uddff",
                "\ud83d\udc4d\ud83c\udffd",
                "\ud83c\udff4\udb40\udc67\udb40\udc62\udb40\udc65\udb40\udc6e\udb40\udc67\udb40\udc7f",
                "\u1112\u1161\u11ab",
                "\uac00\u11a8",
                "\u2764\ufe0f",
                "\u0915\u093f",
                "\u0915\u094d\u0937",
                "\u0915\u094d\u200d\u0937\u093f",
                "\u0c18\u0c4d\u0c15",
                "\u0e01\u0e33",
                "\u0600\u0661",
                "\u0600\u0041",
                "\uff76\uff9e",
            })
    void oneCluster(String cluster) {
        assertThat(ours(cluster)).containsExactly(0);
        assertThat(theirs(cluster)).containsExactly(0);
        assertThat(ours("x" + cluster + "y")).containsExactly(0, 1, 1 + cluster.length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\ud83c\uddfa\ud83c\uddff\ud83c\uddfa\ud83c\uddff\ud83c\uddfa",
                "\u0915\u0937",
                "\u0b95\u0bcd\u0bb7",
                "\u11a8\u1161",
                "\n\r",
                "a\u0600\r",
                "\u0661\u0600\u0661",
            })
    void bordersAsTheSpecificationHasThem(String text) {
        assertThat(ours(text)).isEqualTo(theirs(text));
    }

    /// All single code points behind and before a letter: the tables, not only the rules.
    @Test
    void noCodePointIsCutWhereTheSpecificationJoins() {
        for (int codePoint = 1; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
                String text = "a" + Character.toString(codePoint) + "a";
                assertThat(theirs(text)).as("%x", codePoint).containsAll(ours(text));
            }
        }
    }

    @Test
    void noTextIsCutWhereTheSpecificationJoins() {
        Seeds.forEach(3000, random -> {
            String text = Samples.unicode(random, 60);
            assertThat(theirs(text)).containsAll(ours(text));
        });
    }

    @Test
    void marksOfIndicScriptsInAnyOrder() {
        Seeds.forEach(3000, random -> {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                int c = random.nextInt(5) == 0 ? 0x200d : random.nextInt(0x900, 0xd80);
                text.append((char) (random.nextInt(4) == 0 ? 0x094d + 0x80 * random.nextInt(9) : c));
            }
            assertThat(theirs(text.toString())).containsAll(ours(text.toString()));
        });
    }
}
