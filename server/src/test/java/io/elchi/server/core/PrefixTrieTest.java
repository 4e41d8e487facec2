package io.elchi.server.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.testkit.Seeds;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PrefixTrieTest {
    private static long number(SplittableRandom random) {
        long most = 10_000_000L;
        for (int more = random.nextInt(9); more > 0; more--) {
            most *= 10;
        }
        return random.nextLong(most / 10, most);
    }

    @Test
    void digitsAreThoseOfTheDecimalText() {
        Seeds.forEach(2000, random -> {
            long number = random.nextBoolean() ? number(random) : random.nextLong(1, 1_000);
            String text = Long.toString(number);
            int count = Digits.count(number);
            assertThat(count).isEqualTo(text.length());
            long digits = Digits.of(number, count);
            StringBuilder read = new StringBuilder();
            for (int i = 0; i < count; i++) {
                read.append(Digits.at(digits, i));
            }
            assertThat(read.toString()).isEqualTo(text);
        });
    }

    @Test
    void theNumbersAtTheEdgesAreCounted() {
        assertThat(Digits.count(1)).isEqualTo(1);
        assertThat(Digits.count(9)).isEqualTo(1);
        assertThat(Digits.count(10)).isEqualTo(2);
        assertThat(Digits.count(999_999_999_999_999L)).isEqualTo(15);
        assertThat(Digits.count(Long.MAX_VALUE)).isEqualTo(19);
    }

    /// The twin shortens the number until a prefix is known.
    @Test
    void theLongestPrefixWins() {
        Seeds.forEach(500, random -> {
            Map<String, Integer> prefixes = new HashMap<>();
            for (int i = random.nextInt(200); i > 0; i--) {
                String digits = Long.toString(number(random));
                prefixes.put(digits.substring(0, random.nextInt(digits.length() + 1)), random.nextInt(1_000));
            }
            PrefixTrie trie = PrefixTrie.of(prefixes);
            for (int i = 0; i < 50; i++) {
                long number = i % 2 == 0 || prefixes.isEmpty() ? number(random) : beginningWith(random, prefixes);
                assertThat(trie.longest(new Msisdn(number))).isEqualTo(naive(prefixes, number));
            }
        });
    }

    private static long beginningWith(SplittableRandom random, Map<String, Integer> prefixes) {
        String prefix = prefixes.keySet().stream()
                .skip(random.nextInt(prefixes.size()))
                .findFirst()
                .orElseThrow();
        StringBuilder digits = new StringBuilder(prefix.isEmpty() ? "1" : prefix);
        while (digits.length() < 12) {
            digits.append(random.nextInt(10));
        }
        return Long.parseLong(digits.substring(0, Math.min(digits.length(), 15)));
    }

    private static int naive(Map<String, Integer> prefixes, long number) {
        String text = Long.toString(number);
        for (int length = text.length(); length >= 0; length--) {
            Integer value = prefixes.get(text.substring(0, length));
            if (value != null) {
                return value;
            }
        }
        return PrefixTrie.NONE;
    }

    @Test
    void aPrefixHasDigits() {
        assertThatThrownBy(() -> PrefixTrie.of(Map.of("99a", 1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PrefixTrie.of(Map.of("+998", 1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PrefixTrie.of(Map.of("٩٩", 1))).isInstanceOf(IllegalArgumentException.class);
    }
}
