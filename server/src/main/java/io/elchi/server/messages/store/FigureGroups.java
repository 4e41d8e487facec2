package io.elchi.server.messages.store;

import io.elchi.server.messages.Histogram;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// GroupTotals of figures, by what is counted apart.
final class FigureGroups {
    /// Of messages, by the minute of their acceptance.
    static final int OF_MESSAGES = 0;
    /// Of an operator, by windows of five minutes.
    static final int OF_OPERATORS = 1;

    private static final int MINUTE = 60;
    private static final int WINDOW = 300;
    private static final int HOUR = 3_600;

    private final Map<Key, GroupTotals> groups = new HashMap<>();

    /// What is counted apart.
    ///
    /// @param second the begin of the minute or window, since the epoch
    /// @param operator 0: none
    record Key(
            int kind,
            long second,
            long account,
            long operator,
            String mcc,
            String mnc,
            int messageClass,
            String sender,
            String state,
            String error,
            String currency,
            String costCurrency) {
        static Key ofOperator(long operator, Instant at, String state) {
            return new Key(OF_OPERATORS, begin(at, WINDOW), 0, operator, "", "", 0, "", state, "", "", "");
        }

        /// The same, of the whole hour.
        Key ofHour() {
            return new Key(
                    kind,
                    second - Math.floorMod(second, HOUR),
                    account,
                    operator,
                    mcc,
                    mnc,
                    messageClass,
                    sender,
                    state,
                    error,
                    currency,
                    costCurrency);
        }
    }

    /// The sums of one group; amounts are millionths.
    static final class GroupTotals {
        long messages;
        long parts;
        long partsCharged;
        long submits;
        long priceMicros;
        long costMicros;
        final Histogram submit = new Histogram();
        final Histogram delivery = new Histogram();

        void add(GroupTotals other) {
            messages += other.messages;
            parts += other.parts;
            partsCharged += other.partsCharged;
            submits += other.submits;
            priceMicros = Math.addExact(priceMicros, other.priceMicros);
            costMicros = Math.addExact(costMicros, other.costMicros);
            submit.addAll(other.submit);
            delivery.addAll(other.delivery);
        }
    }

    /// The begin of the minute in which a message was accepted, in seconds since the epoch.
    static long minute(Instant at) {
        return begin(at, MINUTE);
    }

    private static long begin(Instant at, int length) {
        return at.getEpochSecond() - Math.floorMod(at.getEpochSecond(), length);
    }

    GroupTotals of(Key key) {
        return groups.computeIfAbsent(key, _ -> new GroupTotals());
    }

    void add(FigureGroups others) {
        others.groups.forEach((key, totals) -> of(key).add(totals));
    }

    boolean isEmpty() {
        return groups.isEmpty();
    }

    int size() {
        return groups.size();
    }

    Set<Map.Entry<Key, GroupTotals>> entries() {
        return groups.entrySet();
    }
}
