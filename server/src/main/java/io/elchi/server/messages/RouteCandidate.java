package io.elchi.server.messages;

import io.elchi.server.core.Money;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// One candidate of a message, with the price and cost of a part as quoted at acceptance. A message keeps its
/// candidates in the order in which they are tried.
///
/// In the table they are one text: `7:45:30UZS:40,38;8:45:31UZS:40,38` reads operator 7 for 45, which costs us 30
/// UZS, and the resellers above the account pay 40 and 38.
///
/// @param priceMicros what the account pays, in its currency
/// @param upstreamMicros what each reseller above it pays, nearest first, each in its own currency; not to be
///     changed
/// @param costMicros what the operator gets
public record RouteCandidate(
        long operatorId, long priceMicros, long[] upstreamMicros, long costMicros, String costCurrency) {
    public static final long[] NONE = {};

    public RouteCandidate {
        Objects.requireNonNull(upstreamMicros, "upstreamMicros");
        Objects.requireNonNull(costCurrency, "costCurrency");
    }

    /// All candidates of a message, as the table keeps them.
    public static String text(List<RouteCandidate> candidates) {
        StringBuilder text = new StringBuilder(24 * candidates.size());
        for (RouteCandidate candidate : candidates) {
            if (!text.isEmpty()) {
                text.append(';');
            }
            text.append(candidate.operatorId).append(':');
            decimal(text, candidate.priceMicros);
            text.append(':');
            decimal(text, candidate.costMicros);
            text.append(candidate.costCurrency);
            for (int i = 0; i < candidate.upstreamMicros.length; i++) {
                text.append(i == 0 ? ':' : ',');
                decimal(text, candidate.upstreamMicros[i]);
            }
        }
        return text.toString();
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
                    Money.microsOf(fields[1]),
                    fields.length == 3
                            ? NONE
                            : Arrays.stream(fields[3].split(","))
                                    .mapToLong(Money::microsOf)
                                    .toArray(),
                    Money.microsOf(cost.substring(0, amountEnd)),
                    cost.substring(amountEnd)));
        }
        return List.copyOf(candidates);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RouteCandidate that
                && operatorId == that.operatorId
                && priceMicros == that.priceMicros
                && costMicros == that.costMicros
                && costCurrency.equals(that.costCurrency)
                && Arrays.equals(upstreamMicros, that.upstreamMicros);
    }

    @Override
    public int hashCode() {
        return Objects.hash(operatorId, priceMicros, costMicros, costCurrency, Arrays.hashCode(upstreamMicros));
    }

    @Override
    public String toString() {
        return text(List.of(this));
    }
}
