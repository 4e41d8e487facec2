package io.elchi.server.messages.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.cluster.AllShards;
import io.elchi.server.cluster.ShardId;
import io.elchi.server.core.ManualClock;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.MessageIds;
import io.elchi.server.core.MessageState;
import io.elchi.server.core.RouteCandidate;
import io.elchi.server.db.NotCommittedException;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.messages.CarriedCost;
import io.elchi.server.messages.Cdr;
import io.elchi.server.messages.Event;
import io.elchi.server.messages.EventKind;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.MessageStore.Changes;
import io.elchi.server.messages.MessageStore.PartRef;
import io.elchi.server.messages.MessageStore.ReceiptRef;
import io.elchi.server.messages.MessageStore.Unfinished;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.ReceiptReport;
import io.elchi.server.messages.Samples;
import io.elchi.smstext.receipt.ReceiptState;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PgMessageStoreTest {
    @AutoClose
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private static final ManualClock CLOCK = ManualClock.atMidnight();
    private static final MessageIds IDS = new MessageIds(CLOCK, new SplittableRandom(3));
    private static final AtomicLong OPERATORS = new AtomicLong(100);

    private static final List<Long> EVERY =
            java.util.stream.LongStream.range(0, 300).boxed().toList();
    private static final Set<Long> SHARDS = AllShards.owned().owned().numbers();
    private final PgMessageStore store = new PgMessageStore(DATABASE.database().jdbc(), _ -> 1);

    @BeforeAll
    static void days() {
        Samples.days(DATABASE.database(), CLOCK);
    }

    private Message stored() {
        CLOCK.advance(Duration.ofMillis(10));
        Message message = Samples.message(IDS.next(), 1, CLOCK.now());
        DATABASE.database().transactions().run(tx -> {
            store.insert(tx, List.of(message), Duration.ofMinutes(2));
            return null;
        });
        return message;
    }

    private static Event event(Message message, int part, EventKind kind, int nth, long operator, String key) {
        CLOCK.advance(Duration.ofMillis(1));
        return Samples.event(kind, new Event.Step(message.id(), part, 1, CLOCK.now(), operator, 0), nth, key);
    }

    private void append(Event... events) {
        append(new Changes(List.of(events), List.of(), List.of(), List.of()));
    }

    private void append(Changes changes) {
        DATABASE.database().transactions().run(tx -> {
            store.append(tx, changes);
            return null;
        });
    }

    private static Cdr cdr(Message message, Instant endedAt) {
        return new Cdr(
                message,
                MessageState.DELIVERED,
                1,
                "id",
                endedAt,
                endedAt,
                "DELIVRD",
                null,
                45_000_000,
                RouteCandidate.NONE,
                new CarriedCost(30_000_000, "UZS", 1, null),
                1,
                endedAt);
    }

    private void finish(Message message, Instant endedAt) {
        append(new Changes(List.of(), List.of(cdr(message, endedAt)), List.of(), List.of()));
    }

    @ParameterizedTest
    @EnumSource
    void whatHappensOnceCannotBeStoredTwice(EventKind kind) {
        Message message = stored();
        append(event(message, 1, kind, 0, 1, null));
        Event again = event(message, 1, kind, 0, 2, null);
        Event innocent = event(message, 2, kind, 0, 1, null);
        assertThatThrownBy(() -> append(innocent, again))
                .isInstanceOfSatisfying(
                        NotCommittedException.class,
                        e -> assertThat(e.isDuplicateKey()).isTrue());
        assertThat(store.holds(innocent)).as("with its batch").isFalse();
        append(innocent);
        assertThat(store.holds(innocent)).isTrue();
        assertThat(store.view(1, message.id()).orElseThrow().events()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"SUBMITTED", "RECEIPT", "ENDED", "FEEDBACK"},
            mode = EnumSource.Mode.EXCLUDE)
    void whatHappensAgainIsStoredAgain(EventKind kind) {
        Message message = stored();
        append(event(message, 1, kind, 1, 1, null), event(message, 1, kind, 2, 1, null));
        assertThat(store.view(1, message.id()).orElseThrow().events())
                .extracting(Event::nth)
                .containsExactly(1, 2);
    }

    @Test
    void aRecordIsWrittenOnceAndEndsItsMessage() {
        Message message = stored();
        assertThat(store.unfinished(new MessageId(0, 0), 1_000)).contains(message.id());
        finish(message, CLOCK.now());
        assertThat(store.unfinished(new MessageId(0, 0), 1_000)).doesNotContain(message.id());
        assertThatThrownBy(() -> finish(message, CLOCK.now()))
                .isInstanceOfSatisfying(
                        NotCommittedException.class,
                        e -> assertThat(e.isDuplicateKey()).isTrue());
        assertThat(store.holds(message.id())).isTrue();
        assertThat(store.holds(IDS.next())).isFalse();
    }

    @Test
    void aReceiptIsMatchedByItsOperatorsIdAndNobodyElses() {
        long one = OPERATORS.incrementAndGet();
        long other = OPERATORS.incrementAndGet();
        Message first = stored();
        Message second = stored();
        append(
                event(first, 1, EventKind.SUBMITTED, 0, one, "77"),
                event(second, 1, EventKind.SUBMITTED, 0, other, "77"),
                event(second, 2, EventKind.SUBMITTED, 0, other, "78"));
        Instant since = CLOCK.now().minus(Duration.ofDays(1));
        ReceiptRef ofOne = new ReceiptRef(one, "77");
        ReceiptRef ofOther = new ReceiptRef(other, "77");
        assertThat(store.match(
                        List.of(ofOne, ofOther, new ReceiptRef(one, "78"), new ReceiptRef(999_999, "77")), since))
                .hasSize(2)
                .containsEntry(ofOne, List.of(part(first, 1, false)))
                .containsEntry(ofOther, List.of(part(second, 1, false)));
        assertThat(store.match(List.of(ofOne), since)).hasSize(1);
        append(event(first, 1, EventKind.RECEIPT, 0, one, null), event(second, 2, EventKind.ENDED, 0, other, null));
        assertThat(store.match(List.of(ofOne, ofOther, new ReceiptRef(other, "78")), since))
                .containsEntry(ofOne, List.of(part(first, 1, true)))
                .containsEntry(ofOther, List.of(part(second, 1, false)))
                .containsEntry(new ReceiptRef(other, "78"), List.of(part(second, 2, true)));
        assertThat(store.match(List.of(ofOne), CLOCK.now().plusSeconds(1)))
                .as("accepted before that")
                .isEmpty();
        assertThat(store.match(List.of(), since)).isEmpty();
    }

    private static PartRef part(Message message, int part, boolean ended) {
        return new PartRef(message.id(), part, ended, message.to(), message.sender());
    }

    /// An operator that counts from 1 again gives an id a second time: the later part first.
    @Test
    void anIdThatAnOperatorGivesAgainNamesBothParts() {
        long operator = OPERATORS.incrementAndGet();
        Message old = stored();
        Message fresh = stored();
        append(event(old, 1, EventKind.SUBMITTED, 0, operator, "1"));
        append(event(old, 1, EventKind.RECEIPT, 0, operator, null));
        append(event(fresh, 1, EventKind.SUBMITTED, 0, operator, "1"));
        ReceiptRef reference = new ReceiptRef(operator, "1");
        assertThat(store.match(List.of(reference), Instant.EPOCH))
                .containsEntry(reference, List.of(part(fresh, 1, false), part(old, 1, true)));
    }

    @Test
    void unfinishedMessagesAreGoneThroughPageByPageAndLookedAtWhenTheyAreDue() {
        store.unfinished(new MessageId(0, 0), 10_000)
                .forEach(id -> finish(store.load(List.of(id)).getFirst().message(), CLOCK.now()));
        List<MessageId> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(stored().id());
        }
        assertThat(store.unfinished(new MessageId(0, 0), 2)).isEqualTo(ids.subList(0, 2));
        assertThat(store.unfinished(ids.get(1), 2)).isEqualTo(ids.subList(2, 4));
        assertThat(store.unfinished(ids.get(4), 2)).isEmpty();
        assertThat(store.due(SHARDS, CLOCK.now(), 10)).isEmpty();
        Instant due = CLOCK.now().plus(Duration.ofMinutes(2));
        assertThat(store.due(SHARDS, due, 10)).isEqualTo(ids);
        assertThat(store.due(SHARDS, due, 3)).as("the longest due first").isEqualTo(ids.subList(0, 3));
        DATABASE.database().transactions().run(tx -> {
            Instant later = due.plusSeconds(1);
            store.recheck(tx, Map.of(ids.get(0), later, ids.get(2), later.plusSeconds(1), IDS.next(), later));
            return null;
        });
        assertThat(store.due(SHARDS, due, 10)).containsExactly(ids.get(1), ids.get(3), ids.get(4));
        assertThat(store.due(SHARDS, due.plusSeconds(2), 10))
                .containsExactly(ids.get(1), ids.get(3), ids.get(4), ids.get(0), ids.get(2));
    }

    @Test
    void aShardsUnfinishedMessagesAreGoneThroughFromTheLastDueOne() {
        long shard = ShardId.of(Samples.message(IDS.next(), 1, CLOCK.now())
                .candidates()
                .getFirst()
                .operatorId());
        long other = ShardId.of(299);
        List<MessageId> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(stored().id());
        }
        MessageId moved = ids.removeFirst();
        Instant later = CLOCK.now().plus(Duration.ofDays(200));
        DATABASE.database().transactions().run(tx -> {
            store.move(tx, Map.of(moved, other), later);
            store.recheck(tx, Map.of(ids.get(2), later.plusSeconds(1)));
            return null;
        });
        List<MessageId> seen = new ArrayList<>();
        Unfinished before = Unfinished.LAST;
        for (List<Unfinished> page = store.unfinishedOf(shard, before, 2);
                !page.isEmpty();
                page = store.unfinishedOf(shard, before, 2)) {
            page.forEach(each -> seen.add(each.message()));
            before = page.getLast();
        }
        assertThat(seen).containsAll(ids).doesNotContain(moved).doesNotHaveDuplicates();
        assertThat(seen.getFirst()).isEqualTo(ids.get(2));
        assertThat(store.unfinishedOf(other, Unfinished.LAST, 10))
                .extracting(Unfinished::message)
                .containsExactly(moved);
        assertThat(store.unfinishedShards()).contains(shard, other);
        assertThat(store.due(List.of(shard), later, 100_000)).doesNotContain(moved);
        Instant accepted = moved.time();
        assertThat(store.acceptedBetween(List.of(shard), accepted, CLOCK.now().plusMillis(1), 100))
                .containsExactlyElementsOf(ids.stream().sorted().toList());
        assertThat(store.acceptedBetween(List.of(other), accepted, CLOCK.now().plusMillis(1), 100))
                .containsExactly(moved);
    }

    /// Were it waited for, two transactions with rows in different orders would wait for each other.
    @Test
    void aMessageThatIsJustBeingEndedIsNotWaitedFor() {
        Message ending = stored();
        Message other = stored();
        Instant due = CLOCK.now().plus(Duration.ofDays(100));
        DATABASE.database().transactions().run(tx -> {
            store.append(tx, new Changes(List.of(), List.of(cdr(ending, CLOCK.now())), List.of(), List.of()));
            DATABASE.database().transactions().run(second -> {
                try (Statement limit = second.connection().createStatement()) {
                    limit.execute("SET LOCAL lock_timeout = '1s'");
                }
                store.recheck(second, Map.of(ending.id(), due, other.id(), due));
                return null;
            });
            return null;
        });
        assertThat(store.due(SHARDS, due.minusMillis(1), 100_000)).doesNotContain(ending.id(), other.id());
        assertThat(store.due(SHARDS, due, 100_000)).contains(other.id()).doesNotContain(ending.id());
    }

    /// A message whose validity is shorter is looked at when that ends.
    @Test
    void aShortValidityIsLookedAtInTime() {
        CLOCK.advance(Duration.ofMillis(10));
        Message message = Samples.message(IDS.next(), 1, CLOCK.now());
        DATABASE.database().transactions().run(tx -> {
            store.insert(tx, List.of(message), Duration.ofHours(3));
            return null;
        });
        assertThat(store.due(SHARDS, message.validUntil().minusMillis(1), 1_000))
                .doesNotContain(message.id());
        assertThat(store.due(SHARDS, message.validUntil(), 1_000)).contains(message.id());
    }

    @Test
    void aReceiptOfNoMessageIsLookedForAgainAndSomeDayNeverMore() {
        ReceiptReport report = new ReceiptReport(
                "0A", "10", ReceiptState.DELIVERED, "DELIVRD", "000", CLOCK.now(), "998", "Bank", "id:0A");
        UUID row = UUID.randomUUID();
        Instant at = CLOCK.now();
        Changes changes = new Changes(
                List.of(), List.of(), List.of(new Outcome.Receipt(7, report, () -> {}, at, row)), List.of());
        append(changes);
        // The answer of the commit was lost.
        append(changes);
        Duration delay = Duration.ofSeconds(10);
        assertThat(store.claimUnmatched(EVERY, at.plusMillis(9_999), delay, 10)).isEmpty();
        Instant now = at.plus(delay);
        for (int times : new int[] {6, 60, 360}) {
            assertThat(store.claimUnmatched(EVERY, now, delay, 10))
                    .singleElement()
                    .satisfies(claimed -> {
                        assertThat(claimed.report()).isEqualTo(report);
                        assertThat(claimed.row()).isEqualTo(row);
                        assertThat(claimed.at()).isEqualTo(at);
                    });
            assertThat(store.claimUnmatched(EVERY, now.plus(delay), delay, 10)).isEmpty();
            now = now.plus(delay.multipliedBy(times + 1));
        }
        assertThat(store.claimUnmatched(EVERY, now, delay, 10)).hasSize(1);
        assertThat(store.claimUnmatched(EVERY, now.plus(Duration.ofDays(100)), delay, 10))
                .isEmpty();
        append(new Changes(List.of(), List.of(), List.of(), List.of(row)));
        assertThat(DATABASE.database()
                        .jdbc()
                        .sql("SELECT count(*) FROM messages.unmatched_receipts WHERE id = ?")
                        .param(row)
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void whatFitsNoMessageIsKeptAsItCame() {
        ReceiptReport report = new ReceiptReport(
                "77\0",
                "77",
                ReceiptState.OTHER,
                "WHAT",
                null,
                null,
                "99890\0",
                "Bank",
                "id:77 stat:WHAT 'quoted' \0 текст");
        append(new Changes(
                List.of(),
                List.of(),
                List.of(new Outcome.Receipt(7, report, () -> {}, CLOCK.now(), UUID.randomUUID())),
                List.of()));
        assertThat(DATABASE.database()
                        .jdbc()
                        .sql("SELECT concat_ws('|', operator_id, smsc_message_id, source, destination, state, raw)"
                                + " FROM messages.unmatched_receipts")
                        .query(String.class)
                        .list())
                .containsExactly("7|77\uFFFD|99890\uFFFD|Bank|OTHER|id:77 stat:WHAT 'quoted' \uFFFD текст");
    }
}
