package io.elchi.server.core;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Objects;
import java.util.regex.Pattern;

/// An amount in one currency, exact: NUMERIC(18,6) in the database, millionths in a long here. No float touches
/// it.
///
/// @param currency ISO 4217, three capital letters
/// @param micros millionths of the currency's unit, below 10^18 either way
public record Money(String currency, long micros) implements Comparable<Money> {
    public static final long MICROS_PER_UNIT = 1_000_000L;
    private static final int SCALE = 6;
    /// Without exponents: a small text must not become a number with a billion digits.
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,19}(\\.[0-9]{1,19})?");
    private static final long LIMIT = 1_000_000_000_000_000_000L;
    /// The largest amount.
    public static final long MOST_MICROS = LIMIT - 1;

    /// @throws IllegalArgumentException if the currency has another form
    /// @throws ArithmeticException if the amount does not fit NUMERIC(18,6)
    public Money {
        Objects.requireNonNull(currency, "currency");
        if (!isCurrency(currency)) {
            throw new IllegalArgumentException("a currency has three capital letters, not '" + currency + "'");
        }
        if (micros <= -LIMIT || micros >= LIMIT) {
            throw new ArithmeticException("the amount does not fit NUMERIC(18,6)");
        }
    }

    public static Money zero(String currency) {
        return new Money(currency, 0);
    }

    /// The nearest amount that fits.
    public static Money nearest(String currency, long micros) {
        return new Money(currency, Math.clamp(micros, -MOST_MICROS, MOST_MICROS));
    }

    /// Reads a decimal number such as `12.5`.
    ///
    /// @throws IllegalArgumentException if it is no number, has more than six decimals, or does not fit
    public static Money parse(String amount, String currency) {
        return new Money(currency, microsOf(amount));
    }

    /// Reads a decimal number as millionths, with the errors of [#parse].
    public static long microsOf(String amount) {
        if (!DECIMAL.matcher(amount).matches()) {
            throw new IllegalArgumentException("'" + amount + "' is no amount");
        }
        try {
            return micros(new BigDecimal(amount));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("'" + amount + "' has more than six decimals or is too large", e);
        }
    }

    /// @throws ArithmeticException if it has more than six decimals or does not fit a long
    public static long micros(BigDecimal amount) {
        return amount.setScale(SCALE, RoundingMode.UNNECESSARY).unscaledValue().longValueExact();
    }

    public static BigDecimal decimal(long micros) {
        return BigDecimal.valueOf(micros, SCALE);
    }

    public static boolean isCurrency(String text) {
        return text.length() == 3
                && isCapital(text.charAt(0))
                && isCapital(text.charAt(1))
                && isCapital(text.charAt(2));
    }

    private static boolean isCapital(char letter) {
        return letter >= 'A' && letter <= 'Z';
    }

    public Money plus(Money other) {
        return new Money(same(other), Math.addExact(micros, other.micros));
    }

    public Money minus(Money other) {
        return new Money(same(other), Math.subtractExact(micros, other.micros));
    }

    public Money times(int count) {
        return new Money(currency, Math.multiplyExact(micros, (long) count));
    }

    private String same(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException(currency + " and " + other.currency + " do not add up");
        }
        return currency;
    }

    public boolean isNegative() {
        return micros < 0;
    }

    /// With six decimals, as the interfaces carry it: `12.500000`.
    public String amount() {
        return decimal(micros).toPlainString();
    }

    @Override
    public int compareTo(Money other) {
        same(other);
        return Long.compare(micros, other.micros);
    }

    @Override
    public String toString() {
        return amount() + " " + currency;
    }
}
