package io.elchi.server.compliance;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.testkit.Seeds;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CardNumbersTest {
    private record Scheme(String start, int length) {}

    private static final Scheme[] SCHEMES = {
        new Scheme("8600", 16),
        new Scheme("9860", 16),
        new Scheme("5614", 16),
        new Scheme("4", 16),
        new Scheme("4", 19),
        new Scheme("51", 16),
        new Scheme("2221", 16),
        new Scheme("2200", 16),
        new Scheme("62", 16),
        new Scheme("62", 19),
        new Scheme("34", 15),
        new Scheme("37", 15)
    };

    private static String card(SplittableRandom random) {
        Scheme scheme = SCHEMES[random.nextInt(SCHEMES.length)];
        StringBuilder digits = new StringBuilder(scheme.start);
        while (digits.length() < scheme.length - 1) {
            digits.append(random.nextInt(10));
        }
        return digits.append(check(digits)).toString();
    }

    /// The check digit of ISO/IEC 7812-1, annex B.
    private static int check(CharSequence digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            sum += i % 2 == 1 ? digit : 2 * digit / 10 + 2 * digit % 10;
        }
        return (10 - sum % 10) % 10;
    }

    private static String grouped(String card, char between) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < card.length(); i++) {
            text.append(i > 0 && i % 4 == 0 ? Character.toString(between) : "").append(card.charAt(i));
        }
        return text.toString();
    }

    @Test
    void cardsOfEverySchemeAreFoundHoweverTheyAreWritten() {
        Seeds.forEach(2000, random -> {
            String card = card(random);
            for (String written : new String[] {card, grouped(card, ' '), grouped(card, '-')}) {
                assertThat(CardNumbers.in("Karta " + written + ", rahmat"))
                        .as(written)
                        .isTrue();
                assertThat(CardNumbers.in(written)).as(written).isTrue();
                assertThat(CardNumbers.in("Summa 50 000 " + written))
                        .as(written)
                        .isTrue();
                // Time, amount, code: more digits behind a blank.
                assertThat(CardNumbers.in(written + " 12 28 24112026 120000 5000000 00"))
                        .as(written)
                        .isTrue();
            }
        });
    }

    /// A bank account of 20 digits, a code, an order's number: digits of another length are no card, whatever stretch
    /// of
    /// them has the right check digit.
    @Test
    void digitsOfAnotherLengthAreNoCard() {
        Seeds.forEach(2000, random -> {
            String card = card(random);
            String around = card + random.nextInt(10) + random.nextInt(10) + random.nextInt(10) + random.nextInt(10);
            assertThat(CardNumbers.in("Hisob 2" + around + ".")).as(around).isFalse();
            assertThat(CardNumbers.in("Kod " + random.nextInt(100_000, 1_000_000)))
                    .isFalse();
        });
    }

    @Test
    void oneWrongDigitIsNoCard() {
        Seeds.forEach(500, random -> {
            String card = card(random);
            int last = card.charAt(card.length() - 1) - '0';
            String other = card.substring(0, card.length() - 1) + (last + 1 + random.nextInt(9)) % 10;
            assertThat(CardNumbers.in(other)).as(other).isFalse();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Your code is 481516.",
                "Qo'ng'iroq qiling: +998 71 200 00 00, +998 90 123 45 67",
                "20208000900123456001",
                "8600 **** **** 3347"
            })
    void whatIsNoCard(String text) {
        assertThat(CardNumbers.in(text)).isFalse();
    }
}
