package io.elchi.server.messages.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.core.ManualClock;
import io.elchi.server.core.MessageClass;
import io.elchi.server.core.MessageIds;
import io.elchi.server.core.MessageState;
import io.elchi.server.core.Msisdn;
import io.elchi.server.core.Page;
import io.elchi.server.core.RefusedException;
import io.elchi.server.core.RouteCandidate;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.messages.CarriedCost;
import io.elchi.server.messages.Cdr;
import io.elchi.server.messages.Event;
import io.elchi.server.messages.EventKind;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.MessageList.MessageFilter;
import io.elchi.server.messages.MessageList.MessagePage;
import io.elchi.server.messages.MessageSearch.CdrFilter;
import io.elchi.server.messages.MessageSearch.CdrRow;
import io.elchi.server.messages.MessageStore.Changes;
import io.elchi.server.messages.Samples;
import io.elchi.testkit.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Lists against a model: whatever is asked for, and however small the pages and what a page looks through are,
/// the pages together have each wanted message once, the newest first.
class PgMessageListTest {
    @AutoClose
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private static final ManualClock CLOCK = ManualClock.atMidnight();
    private static final int MESSAGES = 120;
    private static final MessageState[] FINAL = {MessageState.DELIVERED, MessageState.UNDELIVERED, MessageState.EXPIRED
    };

    /// A stored message with its state, and the operator that has it.
    private record Stored(Message message, MessageState state, long operator) {}

    private static final List<Stored> STORED = new ArrayList<>();

    @BeforeAll
    static void fill() {
        Samples.days(DATABASE.database(), CLOCK);
        SplittableRandom random = new SplittableRandom(11);
        MessageIds ids = new MessageIds(CLOCK, random.split());
        PgMessageStore store = new PgMessageStore(DATABASE.database().jdbc(), _ -> 1);
        for (int i = 0; i < MESSAGES; i++) {
            CLOCK.advance(Duration.ofMinutes(random.nextInt(1, 20)));
            Message message = message(ids, random);
            long operator = message.candidates().getFirst().operatorId();
            MessageState state = random.nextBoolean()
                    ? FINAL[random.nextInt(FINAL.length)]
                    : random.nextBoolean() ? MessageState.ACCEPTED : MessageState.SUBMITTED;
            STORED.addFirst(new Stored(message, state, operator));
            DATABASE.database().transactions().run(tx -> {
                store.insert(tx, List.of(message), Duration.ofMinutes(2));
                return null;
            });
            Event submitted = Samples.event(
                    EventKind.SUBMITTED, new Event.Step(message.id(), 1, 1, CLOCK.now(), operator, 0), 0, null);
            DATABASE.database().transactions().run(tx -> {
                store.append(
                        tx,
                        new Changes(
                                state == MessageState.ACCEPTED ? List.of() : List.of(submitted),
                                state.isFinal() ? List.of(cdr(message, state, operator)) : List.of(),
                                List.of(),
                                List.of()));
                return null;
            });
        }
    }

    private static Message message(MessageIds ids, SplittableRandom random) {
        Message plain = Samples.message(
                ids.next(),
                1 + random.nextInt(2),
                RouteCandidate.NONE,
                1,
                List.of(Samples.candidate(1 + random.nextInt(2), 45_000_000, RouteCandidate.NONE, 30_000_000, "UZS")),
                CLOCK.now());
        return new Message(
                plain.id(),
                plain.owner(),
                new Message.Recipient(new Msisdn(998_901_234_560L + random.nextInt(3)), "434", "04", "UZ", false),
                random.nextBoolean() ? "Bank" : "Shop",
                plain.content(),
                random.nextBoolean() ? MessageClass.OTP : MessageClass.PROMOTIONAL,
                plain.quote(),
                new Message.ClientData(
                        random.nextBoolean() ? null : "r" + random.nextInt(3), "test", null, random.nextInt(3), 0),
                plain.times(),
                plain.partReference(),
                plain.options());
    }

    private static Cdr cdr(Message message, MessageState state, long operator) {
        Instant now = CLOCK.now();
        return new Cdr(
                message,
                state,
                operator,
                "id",
                now,
                now,
                "DELIVRD",
                null,
                45_000_000,
                RouteCandidate.NONE,
                new CarriedCost(30_000_000, "UZS", 1, null),
                1,
                now);
    }

    private record Case(MessageFilter filter, PgMessageList.Limits limits, int page) {}

    private static Case draw(SplittableRandom random) {
        Instant from = CLOCK.now().minus(Duration.ofMinutes(random.nextInt(2_000)));
        return new Case(
                new MessageFilter(
                        random.nextInt(3),
                        random.nextInt(3),
                        random.nextBoolean() ? null : from,
                        random.nextBoolean() ? null : from.plus(Duration.ofMinutes(random.nextInt(2_000))),
                        maybe(random, n -> MessageState.values()[n % MessageState.values().length]),
                        maybe(random, n -> n % 2 == 0 ? MessageClass.OTP : MessageClass.PROMOTIONAL),
                        maybe(random, n -> new Msisdn(998_901_234_560L + n % 4)),
                        maybe(random, n -> n % 2 == 0 ? "Bank" : "Shop"),
                        maybe(random, n -> "r" + n % 4),
                        random.nextInt(3)),
                new PgMessageList.Limits(random.nextInt(1, 150), random.nextInt(1, 150), random.nextInt(1, 150)),
                random.nextInt(1, 60));
    }

    private static <T> T maybe(SplittableRandom random, IntFunction<T> value) {
        return random.nextInt(3) > 0 ? null : value.apply(random.nextInt(100));
    }

    private static boolean isWanted(Stored each, MessageFilter filter) {
        Message message = each.message;
        return (filter.accountId() == 0 || filter.accountId() == message.accountId())
                && (filter.operatorId() == 0 || filter.operatorId() == each.operator)
                && (filter.from() == null || !message.acceptedAt().isBefore(filter.from()))
                && (filter.to() == null || message.acceptedAt().isBefore(filter.to()))
                && (filter.state() == null || filter.state() == each.state)
                && (filter.messageClass() == null || filter.messageClass() == message.messageClass())
                && (filter.msisdn() == null || filter.msisdn().equals(message.to()))
                && (filter.sender() == null || filter.sender().equals(message.sender()))
                && (filter.reference() == null
                        || filter.reference().equals(message.clientData().reference()))
                && (filter.templateId() == 0
                        || filter.templateId() == message.clientData().templateId());
    }

    @Test
    void thePagesTogetherHaveEachWantedMessageOnce() {
        Seeds.forEach(150, random -> {
            Case drawn = draw(random);
            PgMessageList list = new PgMessageList(DATABASE.database().jdbc(), ContentCipher.none(), drawn.limits);
            List<Stored> found = new ArrayList<>();
            String cursor = null;
            do {
                MessagePage page = list.messages(drawn.filter, cursor, drawn.page);
                assertThat(page.items()).hasSizeLessThanOrEqualTo(drawn.page);
                assertThat(page.scannedTo() != null)
                        .as("the page says how far it looked when the page is neither full nor the last")
                        .isEqualTo(page.next() != null && page.items().size() < drawn.page);
                page.items()
                        .forEach(each -> found.add(
                                new Stored(each.view().message(), each.view().state(), each.operatorId())));
                assertThat(page.next()).isNotEqualTo(cursor == null ? "" : cursor);
                cursor = page.next();
            } while (cursor != null);
            assertThat(found.stream().map(each -> each.message.id() + " " + each.state + " " + each.operator))
                    .containsExactlyElementsOf(STORED.stream()
                            .filter(each -> isWanted(each, drawn.filter))
                            .map(each -> each.message.id() + " " + each.state + " " + each.operator)
                            .toList());
        });
    }

    /// Records are not asked for by their template.
    private static MessageFilter withoutTemplate(MessageFilter filter) {
        return new MessageFilter(
                filter.accountId(),
                filter.operatorId(),
                filter.from(),
                filter.to(),
                filter.state(),
                filter.messageClass(),
                filter.msisdn(),
                filter.sender(),
                filter.reference(),
                0);
    }

    /// However few records a page looks through.
    @Test
    void thePagesOfRecordsTogetherHaveEachWantedRecordOnce() {
        Seeds.forEach(150, random -> {
            Case drawn = draw(random);
            MessageFilter filter = withoutTemplate(drawn.filter);
            CdrFilter records = new CdrFilter(
                    filter.accountId(),
                    filter.operatorId(),
                    filter.from(),
                    filter.to(),
                    filter.state(),
                    filter.msisdn(),
                    filter.messageClass(),
                    filter.sender(),
                    null,
                    null,
                    filter.reference(),
                    0);
            PgMessageSearch search =
                    new PgMessageSearch(DATABASE.database().jdbc(), ContentCipher.none(), drawn.limits.records());
            List<String> found = new ArrayList<>();
            String cursor = null;
            do {
                Page<CdrRow> page = search.cdrs(records, cursor, drawn.page);
                assertThat(page.items()).hasSizeLessThanOrEqualTo(drawn.page);
                page.items().forEach(each -> found.add(each.id() + " " + each.state()));
                assertThat(page.next()).isNotEqualTo(cursor == null ? "" : cursor);
                cursor = page.next();
            } while (cursor != null);
            assertThat(found)
                    .containsExactlyElementsOf(STORED.stream()
                            .filter(each -> each.state.isFinal() && isWanted(each, filter))
                            .map(each -> each.message.id() + " " + each.state)
                            .toList());
        });
    }

    @Test
    void aCursorIsTheNextOfAPage() {
        PgMessageList list = new PgMessageList(DATABASE.database().jdbc(), ContentCipher.none());
        MessageFilter all = new MessageFilter(0, 0, null, null, null, null, null, null, null, 0);
        assertThatThrownBy(() -> list.messages(all, "17", 10)).isInstanceOf(RefusedException.class);
    }
}
