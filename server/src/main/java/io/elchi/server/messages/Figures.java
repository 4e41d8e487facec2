package io.elchi.server.messages;

import io.elchi.server.core.Money;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// GroupTotals over messages, by the time of their acceptance. They are kept beside the records, so that nobody
/// counts records. Each transaction of the message path writes what it changes in them, and [#fold] adds that some
/// seconds later.
public interface Figures {
    /// What messages are grouped by.
    enum Dimension {
        ACCOUNT,
        OPERATOR,
        NETWORK,
        CLASS,
        SENDER,
        STATE,
        ERROR;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// The length of the intervals of a series.
    enum Interval {
        MINUTE(Duration.ofMinutes(1)),
        FIVE_MINUTES(Duration.ofMinutes(5)),
        HOUR(Duration.ofHours(1)),
        /// Of the zone.
        DAY(Duration.ofDays(1));

        private final Duration length;

        Interval(Duration length) {
            this.length = length;
        }

        public Duration length() {
            return length;
        }
    }

    /// Which messages are counted; 0 and null are for all.
    ///
    /// @param from accepted then or later; to the minute, of hours and days to the hour
    /// @param to accepted before
    /// @param network `434-04`
    /// @param messageClass its number
    record FigureFilter(
            Instant from,
            Instant to,
            long accountId,
            long operatorId,
            String network,
            Integer messageClass,
            String sender,
            String state,
            String error) {}

    /// The sums of one group.
    ///
    /// @param at the begin of the interval; null: of the whole time
    /// @param key the value by which messages are grouped, as its text; null: they are not
    /// @param accepted messages
    /// @param ended messages with a final state, by state
    /// @param parts of the messages that ended
    /// @param submits submit_sm that operators took
    /// @param prices what the accounts paid, by currency
    /// @param costs what the operators get, by currency
    /// @param submitMs from acceptance to the first submit_sm_resp: see [Histogram]; null: none
    /// @param deliveryMs from there to delivery; null: none
    record Figure(
            Instant at,
            String key,
            long accepted,
            Map<String, Long> ended,
            long parts,
            long partsCharged,
            long submits,
            List<Money> prices,
            List<Money> costs,
            long[] submitMs,
            long[] deliveryMs) {
        public long endedInAll() {
            return ended.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /// A window of five minutes of an operator, in parts.
    ///
    /// @param sent submit_sm that it took
    /// @param delivered final receipts that said so
    /// @param failed other final receipts
    /// @param errors submit_sm that it refused or did not answer
    record OperatorInterval(Instant start, long sent, long delivered, long failed, long errors, long[] deliveryMs) {}

    /// The sums of each interval in which something was accepted, in order of time and key.
    ///
    /// @param by null: not grouped
    /// @param zone in which days begin
    /// @return empty: there are more than `most`
    Optional<List<Figure>> series(FigureFilter filter, Dimension by, Interval step, ZoneId zone, int most);

    /// By what a ranking orders.
    enum Order {
        ACCEPTED,
        ENDED,
        DELIVERED,
        /// Ended, and not delivered.
        FAILED,
        SUBMITS
    }

    /// The sums of the whole time by one dimension.
    ///
    /// @return empty: there are more than `most`
    Optional<List<Figure>> totals(FigureFilter filter, Dimension by, int most);

    /// The sums of those values of a dimension that have the highest figures, the highest first; none with 0.
    List<Figure> top(FigureFilter filter, Dimension by, Order order, int limit);

    /// By weekday, from 1 for Monday, and hour, from 0, of a zone: `1-13`.
    List<Figure> week(FigureFilter filter, ZoneId zone);

    /// The windows of an operator that begin in this time, in order; those in which nothing happened are left out.
    List<OperatorInterval> operator(long operatorId, Instant from, Instant to);

    /// Adds what was written since to the sums. To be called by one process at a time, every few seconds.
    void fold();

    /// Deletes what is older than it is kept.
    void forget();

    /// Writes made-up figures of the time before now, which have no records: the charts of a demo are empty without
    /// them. [#fold] adds them up like others.
    ///
    /// @param seed the same one makes the same figures
    void makeUp(List<SampleTraffic> traffic, Duration past, long seed);
}
