package io.elchi.server.boot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which expressions of Jasmin are prefixes.
class JasminRoutesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "^99890; 99890",
                "99890; 99890",
                "^99890.*; 99890",
                "^99890\\d*$; 99890",
                "^99890[0-9]*; 99890",
                "^(99890|99891); 99890 99891",
                "^(?:7|998|7).*$; 7 998"
            })
    void beginningsOfNumbers(String expression, String prefixes) throws Exception {
        assertThat(JasminRoutes.prefixes(expression)).containsExactly(prefixes.split(" "));
        for (String number : new String[] {"998901234567", "998911234567", "79161234567", "19981234567", "99890"}) {
            boolean begins = JasminRoutes.prefixes(expression).stream().anyMatch(number::startsWith);
            assertThat(Pattern.compile(expression).matcher(number).lookingAt())
                    .as(number)
                    .isEqualTo(begins);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".*",
                "^",
                "^99890$",
                "^99890\\d+",
                "^9989[01]",
                "^99890|^99891",
                "99890|99891",
                "(99890|99891",
                "^(99890|)",
                "^\\+99890",
                "^0998",
                "(?i)99890",
                "^99890.",
                "^9989012345678901",
                "(?!99890)"
            })
    void whatIsNoPrefixIsLeft(String expression) {
        assertThatThrownBy(() -> JasminRoutes.prefixes(expression)).hasMessageContaining("is no beginning of a number");
    }
}
