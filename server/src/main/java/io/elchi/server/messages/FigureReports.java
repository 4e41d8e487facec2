package io.elchi.server.messages;

import io.elchi.server.core.Clock;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.messages.Figures.Dimension;
import io.elchi.server.messages.Figures.Figure;
import io.elchi.server.messages.Figures.FigureFilter;
import io.elchi.server.messages.Figures.Interval;
import io.elchi.server.messages.Figures.Order;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Answers to queries of figures.
public final class FigureReports {
    private static final int MOST_ROWS = 5_000;
    /// A ranking of more time is by whole hours: minutes would be too many rows.
    private static final Duration MINUTES = Duration.ofDays(2);
    private static final int MOST_SHOWN = 100;

    private final Figures figures;
    private final Clock clock;

    public FigureReports(Figures figures, Clock clock) {
        this.figures = figures;
        this.clock = clock;
    }

    /// Who asks, and what it may see.
    ///
    /// @param account 0: all
    /// @param operator 0: all
    /// @param withCosts whether it sees costs, and which operators there are
    public record FigureScope(long account, long operator, FigureView.Names names, boolean withCosts) {}

    /// A series, or sums.
    ///
    /// @param step of a series; null: of none
    public record FigureReport(Instant from, Instant to, String step, List<FigureView> items) {}

    /// @throws io.elchi.server.core.RefusedException when the query cannot be, or there is too much
    public FigureReport series(FigureQuery query, FigureScope scope) {
        FigureFilter asked = query.filter(clock.now(), scope.account, scope.operator);
        Interval step = query.intervals(asked);
        FigureFilter filter =
                whole(asked, step == Interval.MINUTE ? Interval.MINUTE : step == Interval.DAY ? Interval.HOUR : step);
        Dimension by = dimension(query, scope);
        return report(filter, step, by, known(figures.series(filter, by, step, query.zoneId(), MOST_ROWS)), scope);
    }

    /// The values of a dimension with the highest figures.
    ///
    /// @param metric `accepted`, `ended`, `delivered`, `failed`, `submits`; null: accepted, by operator, state and
    ///     error ended
    /// @throws io.elchi.server.core.RefusedException when the query cannot be, or there is too much
    public FigureReport top(FigureQuery query, String metric, int limit, FigureScope scope) {
        Dimension by = Optional.ofNullable(dimension(query, scope))
                .orElseThrow(() -> Refusal.ofField(Failure.INVALID_FIELD, "by", "a ranking needs one")
                        .exception());
        if (limit < 1 || limit > MOST_SHOWN) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "limit", "1 to " + MOST_SHOWN)
                    .exception();
        }
        if (query.step() != null) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "step", "a ranking has none")
                    .exception();
        }
        Order order = metric == null ? defaultOrder(by) : order(metric);
        FigureFilter asked = query.filter(clock.now(), scope.account, scope.operator);
        boolean isLong = Duration.between(asked.from(), asked.to()).compareTo(MINUTES) > 0;
        FigureFilter filter = whole(asked, isLong ? Interval.HOUR : Interval.MINUTE);
        List<Figure> highest = figures.top(filter, by, order, limit);
        return report(filter, null, by, highest, scope);
    }

    /// By weekday and hour.
    ///
    /// @throws io.elchi.server.core.RefusedException when the query cannot be
    public FigureReport week(FigureQuery query, FigureScope scope) {
        if (query.step() != null || query.by() != null) {
            throw Refusal.ofField(Failure.INVALID_FIELD, query.step() == null ? "by" : "step", "a week has none")
                    .exception();
        }
        FigureFilter filter = whole(query.filter(clock.now(), scope.account, scope.operator), Interval.HOUR);
        return report(filter, null, null, figures.week(filter, query.zoneId()), scope);
    }

    private static Dimension dimension(FigureQuery query, FigureScope scope) {
        Dimension by = query.dimension();
        if (by == Dimension.OPERATOR && !scope.withCosts) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "by", "operators are for the platform's staff")
                    .exception();
        }
        return by;
    }

    /// The same with the begin of the interval in which the time begins, and the end of that in which it ends.
    private static FigureFilter whole(FigureFilter filter, Interval step) {
        long length = step.length().toSeconds();
        long from = Math.floorDiv(filter.from().getEpochSecond(), length) * length;
        long to = Math.ceilDiv(filter.to().getEpochSecond(), length) * length;
        return new FigureFilter(
                Instant.ofEpochSecond(from),
                Instant.ofEpochSecond(to),
                filter.accountId(),
                filter.operatorId(),
                filter.network(),
                filter.messageClass(),
                filter.sender(),
                filter.state(),
                filter.error());
    }

    private static List<Figure> known(Optional<List<Figure>> found) {
        return found.orElseThrow(() -> Refusal.ofField(
                        Failure.INVALID_FIELD,
                        "from",
                        "there are too many results: ask for less time, longer intervals, or fewer values")
                .exception());
    }

    private static Order defaultOrder(Dimension by) {
        return switch (by) {
            // What is under way has none of them yet.
            case OPERATOR, STATE, ERROR -> Order.ENDED;
            case ACCOUNT, NETWORK, CLASS, SENDER -> Order.ACCEPTED;
        };
    }

    private static Order order(String metric) {
        for (Order order : Order.values()) {
            if (order.name().toLowerCase(Locale.ROOT).equals(metric)) {
                return order;
            }
        }
        throw Refusal.ofField(Failure.INVALID_FIELD, "metric", "one of accepted, ended, delivered, failed, submits")
                .exception();
    }

    private static FigureReport report(
            FigureFilter filter, Interval step, Dimension by, List<Figure> found, FigureScope scope) {
        return new FigureReport(
                filter.from(),
                filter.to(),
                step == null ? null : step.name().toLowerCase(Locale.ROOT),
                found.stream()
                        .map(each -> FigureView.of(each, by, scope.names, scope.withCosts))
                        .toList());
    }
}
