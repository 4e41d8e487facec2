package io.elchi.server.messages;

import io.elchi.server.core.MessageClass;
import io.elchi.server.core.Money;
import io.elchi.server.messages.Figures.Dimension;
import io.elchi.server.messages.Figures.Figure;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// A figure as the APIs show it.
///
/// @param at the begin of the interval; null: of the whole time
/// @param key by which messages are grouped; null: they are not
/// @param name of the account or operator that the key is the id of; null: another key, or it has none
/// @param ended messages with a final state
/// @param states how many ended with each state
/// @param costs null: not for the caller
/// @param submitMs from acceptance until an operator took it; null: none was taken
/// @param deliveryMs from there until delivery; null: none was delivered
public record FigureView(
        Instant at,
        String key,
        String name,
        long accepted,
        long ended,
        Map<String, Long> states,
        long parts,
        long partsCharged,
        long submits,
        List<Money> prices,
        List<Money> costs,
        Percentiles submitMs,
        Percentiles deliveryMs) {
    /// Durations that so many percent do not exceed, in milliseconds.
    public record Percentiles(long p50, long p95, long p99) {
        /// null: of none.
        public static Percentiles of(long[] counts) {
            return counts == null
                    ? null
                    : new Percentiles(
                            Histogram.percentile(counts, 0.5),
                            Histogram.percentile(counts, 0.95),
                            Histogram.percentile(counts, 0.99));
        }
    }

    /// The names of ids.
    public interface Names {
        /// null: it has none.
        String of(Dimension dimension, String key);
    }

    public static FigureView of(Figure figure, Dimension by, Names names, boolean withCosts) {
        String key = by == Dimension.CLASS
                ? MessageClass.at(Integer.parseInt(figure.key())).text()
                : figure.key();
        return new FigureView(
                figure.at(),
                key,
                by == null ? null : names.of(by, key),
                figure.accepted(),
                figure.endedInAll(),
                figure.ended(),
                figure.parts(),
                figure.partsCharged(),
                figure.submits(),
                figure.prices(),
                withCosts ? figure.costs() : null,
                Percentiles.of(figure.submitMs()),
                Percentiles.of(figure.deliveryMs()));
    }
}
