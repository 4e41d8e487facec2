package io.elchi.server.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// An operator that may carry a message, with the prices and the cost of one part. A message keeps its candidates
/// in the order in which they are tried, with the prices of its acceptance.
///
/// In the table they are one text: `7:45:30UZS:40,38;8:45:31UZS:40,38` reads operator 7 for 45, which costs us 30
/// UZS, and the resellers above the account pay 40 and 38.
///
/// @param priceMicros what each payer pays, in its own currency: the account, then the resellers above it, nearest
///     first; not to be changed
/// @param costMicros what the operator gets for a submit_sm
public record RouteCandidate(long operatorId, long[] priceMicros, long costMicros, String costCurrency) {
    /// Stands for an operator in test messages: no link carries them.
    public static final long TEST_OPERATOR = 1L << 40;

    /// The accounts above one that has none, and what they pay.
    public static final long[] NONE = {};

    public RouteCandidate {
        Objects.requireNonNull(costCurrency, "costCurrency");
        if (priceMicros.length == 0) {
            throw new IllegalArgumentException("a candidate has at least the price of the account");
        }
    }

    /// All candidates of a message, as the table keeps them.
    public static String text(List<RouteCandidate> candidates) {
        StringBuilder text = new StringBuilder(24 * candidates.size());
        for (int i = 0; i < candidates.size(); i++) {
            if (i > 0) {
                text.append(';');
            }
            candidates.get(i).write(text);
        }
        return text.toString();
    }

    private void write(StringBuilder text) {
        text.append(operatorId).append(':');
        decimal(text, priceMicros[0]);
        text.append(':');
        decimal(text, costMicros);
        text.append(costCurrency);
        for (int level = 1; level < priceMicros.length; level++) {
            text.append(level == 1 ? ':' : ',');
            decimal(text, priceMicros[level]);
        }
    }

    private static void decimal(StringBuilder text, long micros) {
        text.append(micros / Money.MICROS_PER_UNIT);
        long fraction = micros % Money.MICROS_PER_UNIT;
        if (fraction != 0) {
            text.append('.');
            for (long digit = Money.MICROS_PER_UNIT / 10; fraction != 0; digit /= 10) {
                text.append((char) ('0' + fraction / digit));
                fraction %= digit;
            }
        }
    }

    /// The one of a test message: it costs nobody anything.
    public static RouteCandidate test(String currency) {
        return new RouteCandidate(TEST_OPERATOR, new long[] {0}, 0, currency);
    }

    public boolean isTest() {
        return operatorId == TEST_OPERATOR;
    }

    /// Reads what [#text] wrote.
    ///
    /// @throws IllegalArgumentException if it is something else
    public static List<RouteCandidate> parse(String text) {
        List<RouteCandidate> candidates = new ArrayList<>();
        for (String candidate : text.split(";")) {
            String[] fields = candidate.split(":");
            if (fields.length < 3 || fields.length > 4 || fields[2].length() < 4) {
                throw new IllegalArgumentException("'" + candidate + "' is no candidate");
            }
            String cost = fields[2];
            int amountEnd = cost.length() - 3;
            candidates.add(new RouteCandidate(
                    Long.parseLong(fields[0]),
                    prices(fields[1], fields.length == 3 ? null : fields[3]),
                    Money.microsOf(cost.substring(0, amountEnd)),
                    cost.substring(amountEnd)));
        }
        return List.copyOf(candidates);
    }

    /// @param above null: nobody is above the account
    private static long[] prices(String account, String above) {
        if (above == null) {
            return new long[] {Money.microsOf(account)};
        }
        String[] texts = above.split(",");
        long[] prices = new long[1 + texts.length];
        prices[0] = Money.microsOf(account);
        for (int i = 0; i < texts.length; i++) {
            prices[i + 1] = Money.microsOf(texts[i]);
        }
        return prices;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RouteCandidate that
                && operatorId == that.operatorId
                && costMicros == that.costMicros
                && costCurrency.equals(that.costCurrency)
                && Arrays.equals(priceMicros, that.priceMicros);
    }

    @Override
    public int hashCode() {
        return Objects.hash(operatorId, costMicros, costCurrency, Arrays.hashCode(priceMicros));
    }

    @Override
    public String toString() {
        return text(List.of(this));
    }
}
