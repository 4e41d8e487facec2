package io.elchi.server.messages.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.elchi.server.core.ManualClock;
import io.elchi.server.core.MessageClass;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.MessageIds;
import io.elchi.server.core.MessageState;
import io.elchi.server.core.RouteCandidate;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.messages.CarriedCost;
import io.elchi.server.messages.Cdr;
import io.elchi.server.messages.Event;
import io.elchi.server.messages.EventKind;
import io.elchi.server.messages.Figures;
import io.elchi.server.messages.Figures.Dimension;
import io.elchi.server.messages.Figures.Figure;
import io.elchi.server.messages.Figures.FigureFilter;
import io.elchi.server.messages.Figures.Interval;
import io.elchi.server.messages.Figures.Order;
import io.elchi.server.messages.LateCost;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.MessageStore.Changes;
import io.elchi.server.messages.Samples;
import io.elchi.testkit.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A day of random traffic: figures equal a count of the records, whatever is asked for, however much of it was
/// added to the sums yet.
class PgFiguresTest {
    @AutoClose
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private static final ZoneId TASHKENT = ZoneId.of("Asia/Tashkent");
    private static final int MESSAGES = 400;
    private static final ManualClock CLOCK = ManualClock.atMidnight();
    private static final Instant BEGIN = CLOCK.now();
    private static final List<Message> ACCEPTED = new ArrayList<>();
    private static final List<Cdr> ENDED = new ArrayList<>();
    private static final PgMessageStore STORE =
            new PgMessageStore(DATABASE.database().jdbc(), _ -> 1);
    private static final PgFigures FIGURES =
            new PgFigures(DATABASE.database(), CLOCK, Duration.ofDays(35), Duration.ofDays(800));

    @BeforeAll
    static void aDay() {
        Samples.days(DATABASE.database(), CLOCK);
        SplittableRandom random = new SplittableRandom(7);
        MessageIds ids = new MessageIds(CLOCK, random.split());
        List<Message> open = new ArrayList<>();
        while (ACCEPTED.size() < MESSAGES) {
            CLOCK.advance(Duration.ofSeconds(random.nextInt(1, 400)));
            List<Message> group = new ArrayList<>();
            for (int i = random.nextInt(1, 6); i > 0; i--) {
                group.add(message(ids, random));
            }
            ACCEPTED.addAll(group);
            open.addAll(group);
            DATABASE.database().transactions().run(tx -> {
                STORE.insert(tx, group, Duration.ofMinutes(2));
                return null;
            });
            List<Cdr> ended = new ArrayList<>();
            while (!open.isEmpty() && random.nextInt(4) > 0) {
                ended.add(cdr(open.remove(random.nextInt(open.size())), random));
            }
            ENDED.addAll(ended);
            append(new Changes(List.of(), ended, List.of(), List.of()));
            if (random.nextInt(10) == 0) {
                FIGURES.fold();
            }
        }
    }

    private static void append(Changes changes) {
        DATABASE.database().transactions().run(tx -> {
            STORE.append(tx, changes);
            return null;
        });
    }

    private static Message message(MessageIds ids, SplittableRandom random) {
        Message plain = Samples.message(
                ids.next(),
                1 + random.nextInt(3),
                RouteCandidate.NONE,
                1 + random.nextInt(3),
                List.of(Samples.candidate(1, 45_000_000, RouteCandidate.NONE, 30_000_000, "UZS")),
                CLOCK.now());
        return new Message(
                plain.id(),
                plain.owner(),
                new Message.Recipient(plain.to(), random.nextBoolean() ? "434" : null, "04", "UZ", false),
                random.nextBoolean() ? "Bank" : "Shop",
                plain.content(),
                random.nextBoolean() ? MessageClass.OTP : MessageClass.PROMOTIONAL,
                plain.quote(),
                plain.clientData(),
                plain.times(),
                plain.partReference(),
                plain.options());
    }

    private static Cdr cdr(Message message, SplittableRandom random) {
        MessageState[] states = {MessageState.DELIVERED, MessageState.UNDELIVERED, MessageState.EXPIRED};
        MessageState state = states[random.nextInt(states.length)];
        Instant submitted = random.nextInt(5) == 0
                ? null
                : message.acceptedAt().plusMillis(random.nextInt(10, 1_000)).truncatedTo(ChronoUnit.MILLIS);
        Instant delivered = state == MessageState.DELIVERED && submitted != null
                ? submitted.plusMillis(random.nextInt(100, 60_000))
                : null;
        return new Cdr(
                message,
                state,
                random.nextInt(3),
                "id",
                submitted,
                delivered,
                "X",
                random.nextBoolean() ? null : random.nextBoolean() ? "001" : "a code that is long",
                random.nextInt(100) * 1_000_000L,
                RouteCandidate.NONE,
                new CarriedCost(
                        random.nextInt(50) * 10_000L, random.nextBoolean() ? "UZS" : "EUR", random.nextInt(4), null),
                random.nextInt(3),
                CLOCK.now());
    }

    private static FigureFilter draw(SplittableRandom random, Interval step) {
        long unit = step == Interval.HOUR || step == Interval.DAY ? 60 : 1;
        Instant from = BEGIN.plus(Duration.ofMinutes(random.nextInt(24) * 60 / unit * unit));
        return new FigureFilter(
                from,
                from.plus(Duration.ofHours(random.nextInt(1, 30))),
                random.nextInt(4),
                random.nextInt(3),
                random.nextInt(4) == 0 ? "434-04" : null,
                random.nextInt(4) == 0 ? MessageClass.OTP.number() : null,
                random.nextInt(4) == 0 ? "Bank" : null,
                random.nextInt(4) == 0 ? "delivered" : null,
                random.nextInt(4) == 0 ? "001" : null);
    }

    private static String error(Cdr cdr) {
        String code = cdr.state() == MessageState.DELIVERED || cdr.errorCode() == null ? "" : cdr.errorCode();
        return code.substring(0, Math.min(code.length(), 12));
    }

    private static boolean isWanted(Message message, FigureFilter filter) {
        return !message.acceptedAt().isBefore(filter.from())
                && message.acceptedAt().isBefore(filter.to())
                && (filter.accountId() == 0 || filter.accountId() == message.accountId())
                && (filter.network() == null || filter.network().equals(network(message)))
                && (filter.messageClass() == null
                        || filter.messageClass() == message.messageClass().number())
                && (filter.sender() == null || filter.sender().equals(message.sender()));
    }

    private static String network(Message message) {
        return (message.recipient().mcc() == null ? "" : message.recipient().mcc()) + "-04";
    }

    private static boolean isWanted(Cdr cdr, FigureFilter filter) {
        return isWanted(cdr.message(), filter)
                && (filter.operatorId() == 0 || filter.operatorId() == cdr.operatorId())
                && (filter.state() == null || filter.state().equals(cdr.state().text()))
                && (filter.error() == null || filter.error().equals(error(cdr)));
    }

    private static String key(Dimension by, Message message, Cdr cdr) {
        return switch (by) {
            case null -> null;
            case ACCOUNT -> Long.toString(message.accountId());
            case OPERATOR -> cdr == null ? "0" : Long.toString(cdr.operatorId());
            case NETWORK -> network(message);
            case CLASS -> Integer.toString(message.messageClass().number());
            case SENDER -> message.sender();
            case STATE -> cdr == null ? "accepted" : cdr.state().text();
            case ERROR -> cdr == null ? "" : error(cdr);
        };
    }

    private static Instant at(Interval step, Instant accepted) {
        return switch (step) {
            case null -> null;
            case MINUTE -> accepted.truncatedTo(ChronoUnit.MINUTES);
            case FIVE_MINUTES -> Instant.ofEpochSecond(accepted.getEpochSecond() / 300 * 300);
            case HOUR -> accepted.truncatedTo(ChronoUnit.HOURS);
            case DAY ->
                accepted.atZone(TASHKENT).toLocalDate().atStartOfDay(TASHKENT).toInstant();
        };
    }

    /// The same figures, counted.
    private static final class Counted {
        private long accepted;
        private final TreeMap<String, Long> ended = new TreeMap<>();
        private long parts;
        private long charged;
        private long submits;
        private long price;
        private final TreeMap<String, Long> costs = new TreeMap<>();
        private long deliveries;

        @Override
        public String toString() {
            return accepted + " " + ended + " " + parts + " " + charged + " " + submits + " " + price + " " + costs
                    + " " + deliveries;
        }
    }

    private static TreeMap<String, String> counted(FigureFilter filter, Dimension by, Interval step) {
        TreeMap<String, Counted> groups = new TreeMap<>();
        boolean accepted = (filter.operatorId() == 0)
                && (filter.state() == null || filter.state().equals("accepted"))
                && filter.error() == null;
        ACCEPTED.stream()
                .filter(each -> accepted && isWanted(each, filter))
                .forEach(each -> groups.computeIfAbsent(
                                at(step, each.acceptedAt()) + " " + key(by, each, null), _ -> new Counted())
                        .accepted++);
        for (Cdr cdr : ENDED) {
            if (isWanted(cdr, filter)) {
                Counted group = groups.computeIfAbsent(
                        at(step, cdr.message().acceptedAt()) + " " + key(by, cdr.message(), cdr), _ -> new Counted());
                group.ended.merge(cdr.state().text(), 1L, Long::sum);
                group.parts += cdr.message().parts();
                group.charged += cdr.partsCharged();
                group.submits += cdr.cost().submits();
                group.price += cdr.priceMicros();
                group.costs.merge(cdr.cost().currency(), cdr.cost().micros(), Long::sum);
                group.deliveries += cdr.deliveredAt() == null ? 0 : 1;
            }
        }
        TreeMap<String, String> texts = new TreeMap<>();
        groups.forEach((key, group) -> texts.put(key, group.toString()));
        return texts;
    }

    private static TreeMap<String, String> text(List<Figure> figures) {
        TreeMap<String, String> texts = new TreeMap<>();
        for (Figure figure : figures) {
            Counted group = new Counted();
            group.accepted = figure.accepted();
            group.ended.putAll(figure.ended());
            group.parts = figure.parts();
            group.charged = figure.partsCharged();
            group.submits = figure.submits();
            figure.prices().forEach(each -> group.price += each.micros());
            figure.costs().forEach(each -> group.costs.put(each.currency(), each.micros()));
            group.deliveries = figure.deliveryMs() == null
                    ? 0
                    : Arrays.stream(figure.deliveryMs()).sum();
            texts.put(figure.at() + " " + figure.key(), group.toString());
        }
        return texts;
    }

    private static long failed(Figure figure) {
        return figure.endedInAll() - figure.ended().getOrDefault("delivered", 0L);
    }

    @Test
    void figuresEqualTheRecords() {
        FIGURES.fold();
        Seeds.forEach(60, random -> {
            Dimension by = random.nextInt(8) == 7 ? null : Dimension.values()[random.nextInt(7)];
            Interval step = Interval.values()[random.nextInt(4)];
            FigureFilter filter = draw(random, step);
            assertThat(text(FIGURES.series(filter, by, step, TASHKENT, 5_000).orElseThrow()))
                    .isEqualTo(counted(filter, by, step));
            List<Figure> totals = FIGURES.totals(filter, by, 5_000).orElseThrow();
            assertThat(text(totals)).isEqualTo(counted(filter, by, null));
            if (by != null) {
                int limit = random.nextInt(1, 6);
                assertThat(FIGURES.top(filter, by, Order.FAILED, limit))
                        .extracting(Figure::key, PgFiguresTest::failed)
                        .containsExactlyElementsOf(totals.stream()
                                .filter(each -> failed(each) > 0)
                                .sorted(Comparator.comparingLong(PgFiguresTest::failed)
                                        .reversed()
                                        .thenComparing(Figure::key))
                                .limit(limit)
                                .map(each -> tuple(each.key(), failed(each)))
                                .toList());
            }
        });
        FigureFilter all = new FigureFilter(BEGIN, BEGIN.plus(Duration.ofDays(9)), 0, 0, null, null, null, null, null);
        assertThat(text(FIGURES.totals(all, Dimension.STATE, 50).orElseThrow()))
                .isEqualTo(counted(all, Dimension.STATE, null));
        assertThat(FIGURES.totals(all, Dimension.ACCOUNT, 2))
                .as("more than two")
                .isEmpty();
        assertThat(FIGURES.week(all, TASHKENT).stream()
                        .mapToLong(Figure::accepted)
                        .sum())
                .isEqualTo(ACCEPTED.size());
    }

    /// Of a message of the day before, so that it is in nothing that the other test counts.
    @Test
    void aLateCostIsCounted() {
        Instant at = BEGIN.minus(Duration.ofHours(2));
        MessageId first = MessageId.firstAt(at);
        Message message = Samples.message(new MessageId(first.high(), first.low() + 5), 1, at);
        DATABASE.database().transactions().run(tx -> {
            STORE.insert(tx, List.of(message), Duration.ofMinutes(2));
            return null;
        });
        Cdr cdr = cdr(message, new SplittableRandom(5));
        append(new Changes(List.of(), List.of(cdr), List.of(), List.of()));
        LateCost late = new LateCost(message.id(), 1, 5_000_000, cdr.cost().currency());
        append(new Changes(List.of(), List.of(), List.of(), List.of(), List.of(late)));
        FIGURES.fold();
        Figure figure = FIGURES.totals(
                        new FigureFilter(at, at.plusSeconds(60), 0, 0, null, null, null, null, null), null, 10)
                .orElseThrow()
                .getFirst();
        assertThat(figure.submits()).isEqualTo(cdr.cost().submits() + 1);
        assertThat(figure.costs().getFirst().micros()).isEqualTo(cdr.cost().micros() + 5_000_000);
    }

    @Test
    void operatorsHaveWindows() {
        Message message = ACCEPTED.getFirst();
        long operator = 77;
        Instant at = BEGIN.plusSeconds(301);
        Event.Step step = new Event.Step(message.id(), 1, 1, at, operator, 0);
        Event.Step next = new Event.Step(message.id(), 2, 2, at.plusSeconds(1), operator, 0);
        append(new Changes(
                List.of(
                        Samples.event(EventKind.SUBMITTED, step, 0, null),
                        Samples.event(EventKind.RECEIPT, step, 0, null),
                        Samples.event(EventKind.UNANSWERED, next, 1, null)),
                List.of(),
                List.of(),
                List.of()));
        FIGURES.fold();
        List<Figures.OperatorInterval> windows = FIGURES.operator(operator, BEGIN, BEGIN.plus(Duration.ofHours(1)));
        assertThat(windows).hasSize(1);
        assertThat(windows.getFirst().sent()).isEqualTo(1);
        assertThat(windows.getFirst().delivered() + windows.getFirst().failed()).isEqualTo(1);
        assertThat(windows.getFirst().errors()).isEqualTo(1);
    }
}
