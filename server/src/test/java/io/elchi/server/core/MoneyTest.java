package io.elchi.server.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.testkit.Seeds;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {
    @ParameterizedTest
    @CsvSource({
        "0,0,0.000000",
        "-0,0,0.000000",
        "12.5,12500000,12.500000",
        "0.000001,1,0.000001",
        "-0.000001,-1,-0.000001",
        "007,7000000,7.000000",
        "1.5000000000,1500000,1.500000",
        "999999999999.999999,999999999999999999,999999999999.999999",
        "-999999999999.999999,-999999999999999999,-999999999999.999999"
    })
    void aDecimalNumberIsReadExactly(String text, long micros, String written) {
        Money money = Money.parse(text, "UZS");
        assertThat(money).isEqualTo(new Money("UZS", micros));
        assertThat(money.amount()).isEqualTo(written);
        assertThat(money.toString()).isEqualTo(written + " UZS");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1,5",
                "1e3",
                "1E-3",
                "0x10",
                "NaN",
                "Infinity",
                "+1",
                ".5",
                "5.",
                "1 000",
                "--1",
                "0.0000001",
                "99999999999999999999",
                "9223372036854.775808",
                "1e999999999",
                "١"
            })
    void whatIsNoAmountIsRefusedAtOnce(String text) {
        assertThatThrownBy(() -> Money.microsOf(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatDoesNotFitTheColumnIsRefused() {
        assertThatThrownBy(() -> Money.parse("1000000000000", "UZS")).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> new Money("UZS", 1_000_000_000_000_000_000L)).isInstanceOf(ArithmeticException.class);
        Money most = new Money("UZS", 999_999_999_999_999_999L);
        assertThatThrownBy(() -> most.plus(new Money("UZS", 1))).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> most.times(2)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> most.times(100)).isInstanceOf(ArithmeticException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "UZ", "UZSS", "uzs", "U1S", "ÜZS"})
    void aCurrencyHasThreeCapitalLetters(String currency) {
        assertThatThrownBy(() -> Money.zero(currency)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void currenciesDoNotAddUp() {
        Money sum = new Money("UZS", 1);
        Money dollar = new Money("USD", 1);
        assertThatThrownBy(() -> sum.plus(dollar)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sum.minus(dollar)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sum.compareTo(dollar)).isInstanceOf(IllegalArgumentException.class);
    }

    /// The twin is BigDecimal.
    @Test
    void arithmeticIsThatOfDecimalNumbers() {
        Seeds.forEach(1000, random -> {
            Money one = new Money("UZS", random.nextLong(-100_000_000_000_000_000L, 100_000_000_000_000_000L));
            Money two = new Money("UZS", random.nextLong(-100_000_000_000_000_000L, 100_000_000_000_000_000L));
            BigDecimal first = new BigDecimal(one.amount());
            BigDecimal second = new BigDecimal(two.amount());
            assertThat(new BigDecimal(one.plus(two).amount())).isEqualByComparingTo(first.add(second));
            assertThat(new BigDecimal(one.minus(two).amount())).isEqualByComparingTo(first.subtract(second));
            assertThat(one.compareTo(two)).isEqualTo(first.compareTo(second));
            assertThat(one.isNegative()).isEqualTo(first.signum() < 0);
            assertThat(Money.parse(one.amount(), "UZS")).isEqualTo(one);
            assertThat(Money.micros(Money.decimal(one.micros()))).isEqualTo(one.micros());
            int times = random.nextInt(-5, 6);
            assertThat(new BigDecimal(one.times(times).amount()))
                    .isEqualByComparingTo(first.multiply(BigDecimal.valueOf(times)));
        });
    }
}
