package io.elchi.server.messages.store;

import io.elchi.server.core.MessageState;
import io.elchi.server.db.Database;
import io.elchi.server.messages.SampleTraffic;
import io.elchi.server.messages.store.FigureGroups.GroupTotals;
import io.elchi.server.messages.store.FigureGroups.Key;
import java.sql.PreparedStatement;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.SplittableRandom;

/// Made-up figures of a time before the first message, for a demo: its charts are empty without them. They have no
/// records, and nothing was charged for them.
final class SampleFigures {
    private static final ZoneId ZONE = ZoneId.of("Asia/Tashkent");
    private static final Duration HOURS = Duration.ofHours(1);
    /// As the windows of operators are.
    private static final Duration WINDOWS = Duration.ofMinutes(5);
    private static final Duration IN_WINDOWS = Duration.ofDays(1);
    private static final int PERCENT = 100;
    /// Traffic of each hour of a day, in percent of the busiest.
    private static final int[] DAY = {
        12, 8, 6, 5, 6, 10, 22, 40, 62, 84, 95, 100, 92, 90, 96, 98, 94, 88, 82, 76, 66, 50, 34, 20
    };
    private static final int WEEKEND = 55;
    private static final long TYPICAL_SUBMIT_MS = 45;

    private final Database database;
    private final SplittableRandom random;

    /// @param seed the same one makes the same figures
    SampleFigures(Database database, long seed) {
        this.database = database;
        random = new SplittableRandom(seed);
    }

    /// Writes figures for the time before now: by the hour, and by five minutes of the last day. The job that adds
    /// figures up reads them like others.
    void write(List<SampleTraffic> traffic, Instant now, Duration past) {
        Instant begin = now.minus(past);
        Instant lastDay = ZonedDateTime.ofInstant(now.minus(IN_WINDOWS), ZONE)
                .withMinute(0)
                .withSecond(0)
                .withNano(0)
                .toInstant();
        FigureGroups groups = new FigureGroups();
        for (Instant at = ZonedDateTime.ofInstant(begin, ZONE)
                        .withMinute(0)
                        .withSecond(0)
                        .withNano(0)
                        .toInstant();
                at.isBefore(lastDay);
                at = at.plus(HOURS)) {
            groups = interval(groups, traffic, at, HOURS);
        }
        for (Instant at = lastDay; at.plus(WINDOWS).isBefore(now); at = at.plus(WINDOWS)) {
            groups = interval(groups, traffic, at, WINDOWS);
        }
        insert(groups);
    }

    private FigureGroups interval(FigureGroups groups, List<SampleTraffic> traffic, Instant at, Duration length) {
        for (SampleTraffic each : traffic) {
            add(groups, each, at, length);
        }
        if (groups.size() < 2_000) {
            return groups;
        }
        insert(groups);
        return new FigureGroups();
    }

    private void add(FigureGroups groups, SampleTraffic traffic, Instant at, Duration length) {
        ZonedDateTime local = at.atZone(ZONE);
        boolean isWeekend = local.getDayOfWeek() == DayOfWeek.SATURDAY || local.getDayOfWeek() == DayOfWeek.SUNDAY;
        double share = DAY[local.getHour()] / (double) PERCENT * (isWeekend ? WEEKEND : PERCENT) / PERCENT;
        double noise = 0.85 + 0.3 * random.nextDouble();
        long messages = whole(traffic.perHour() * share * noise * length.toSeconds() / HOURS.toSeconds());
        if (messages == 0) {
            return;
        }
        double lost = (PERCENT - traffic.delivered()) / (double) PERCENT * (0.6 + 0.8 * random.nextDouble());
        long failed = Math.min(messages, whole(messages * lost));
        GroupTotals accepted = groups.of(key(traffic, at, 0, FigureDeltas.ACCEPTED, "", ""));
        accepted.messages += messages;
        accepted.parts += messages;
        ended(groups, traffic, at, MessageState.DELIVERED, messages - failed);
        ended(groups, traffic, at, MessageState.UNDELIVERED, failed);
        if (length.equals(HOURS)) {
            // Windows of operators are looked at for hours, not for weeks.
            return;
        }
        operator(groups, traffic, at, "sent", messages);
        operator(groups, traffic, at, "delivered", messages - failed);
        operator(groups, traffic, at, "failed", failed);
        operator(groups, traffic, at, "error", whole(messages * traffic.errors() / (double) PERCENT));
    }

    /// A whole number that is this one on average: a share of a few messages would be none otherwise.
    private long whole(double number) {
        return (long) Math.floor(number + random.nextDouble());
    }

    private void ended(FigureGroups groups, SampleTraffic traffic, Instant at, MessageState state, long messages) {
        if (messages == 0) {
            return;
        }
        String error = state == MessageState.DELIVERED ? "" : "001";
        GroupTotals sums = groups.of(key(
                traffic,
                at,
                traffic.operatorId(),
                state.text(),
                error,
                traffic.cost().currency()));
        sums.messages += messages;
        sums.parts += messages;
        sums.partsCharged += messages;
        sums.submits += messages;
        sums.priceMicros += messages * traffic.price().micros();
        sums.costMicros += messages * traffic.cost().micros();
        for (long i = 0; i < messages; i++) {
            sums.submit.add(around(TYPICAL_SUBMIT_MS));
            if (state == MessageState.DELIVERED) {
                sums.delivery.add(around(traffic.deliveryMs()));
            }
        }
    }

    /// A duration whose logarithm is spread evenly around a typical one.
    private long around(long typical) {
        return Math.round(typical * Math.exp(2 * random.nextDouble() - 1));
    }

    private static void operator(FigureGroups groups, SampleTraffic traffic, Instant at, String what, long parts) {
        if (parts > 0) {
            groups.of(Key.ofOperator(traffic.operatorId(), at, what)).messages += parts;
        }
    }

    private static Key key(SampleTraffic traffic, Instant at, long operator, String state, String error, String cost) {
        return new Key(
                FigureGroups.OF_MESSAGES,
                FigureGroups.minute(at),
                traffic.accountId(),
                operator,
                traffic.mcc(),
                traffic.mnc(),
                traffic.messageClass().number(),
                traffic.sender(),
                state,
                error,
                traffic.price().currency(),
                cost);
    }

    private void insert(FigureGroups groups) {
        if (groups.isEmpty()) {
            return;
        }
        database.transactions().run(tx -> {
            try (PreparedStatement insert = tx.connection().prepareStatement(FigureDeltas.INSERT)) {
                insert.setInt(1, FigureOctets.FORMAT);
                insert.setBytes(2, FigureOctets.of(groups));
                return insert.executeUpdate();
            }
        });
    }
}
