package io.elchi.server.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.billing.Ledger.Claim;
import io.elchi.server.billing.MemoryLedger;
import io.elchi.server.cluster.LeaseLostException;
import io.elchi.server.cluster.MemoryLeases;
import io.elchi.server.cluster.ShardId;
import io.elchi.server.core.ManualClock;
import io.elchi.server.core.MessageIds;
import io.elchi.server.core.MessageState;
import io.elchi.server.core.Money;
import io.elchi.server.core.RouteCandidate;
import io.elchi.server.db.MemoryTransactions;
import io.elchi.server.messages.Event;
import io.elchi.server.messages.MemoryMessageStore;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.MessageProgress;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.ReceiptReport;
import io.elchi.server.messages.RecordedEvents;
import io.elchi.server.messages.Samples;
import io.elchi.server.messages.SubmitTask;
import io.elchi.server.queue.MemoryHandoff;
import io.elchi.smstext.receipt.ReceiptState;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two processes, each with the shard of one of a message's two operators.
class ShardsTrackingTest {
    private static final long CLIENT = 1;
    private static final long FIRST = 1;
    private static final long SECOND = 2;
    private static final Duration RECHECK = Duration.ofMinutes(2);
    private static final long BALANCE = 100;
    private static final long FIRST_PRICE = 2_000_000;
    private static final long SECOND_PRICE = 3_000_000;

    private final ManualClock clock = ManualClock.atMidnight();
    private final SplittableRandom random = new SplittableRandom(1);
    private final MessageIds ids = new MessageIds(clock, random);
    private final MemoryLedger ledger = new MemoryLedger();
    private final MemoryMessageStore store = new MemoryMessageStore();
    private final MemoryTransactions transactions = new MemoryTransactions(() -> MemoryTransactions.End.COMMITTED);
    private final MemoryLeases leases = new MemoryLeases();
    private final MemoryHandoff shared = new MemoryHandoff();
    private final TrackingProcess one = process();
    private final TrackingProcess other = process();
    private final AtomicInteger acknowledged = new AtomicInteger();

    private TrackingProcess process() {
        return new TrackingProcess(
                new TrackingProcess.Base(transactions, ledger, store, RecordedEvents.none(), clock, random),
                leases.process(),
                shared,
                RECHECK,
                Duration.ofHours(1));
    }

    @BeforeEach
    void own() {
        ledger.open(CLIENT, Money.parse(Long.toString(BALANCE), "UZS"));
        leases.take(one.shards, FIRST);
        one.acquired(FIRST);
        leases.take(other.shards, SECOND);
        other.acquired(SECOND);
        // Nothing was left by owners before.
        one.sweep();
        other.sweep();
    }

    private Message accept() {
        clock.advance(Duration.ofMillis(5));
        Message message = Samples.message(
                ids.next(),
                CLIENT,
                RouteCandidate.NONE,
                1,
                List.of(Stage.candidate(FIRST, FIRST_PRICE), Stage.candidate(SECOND, SECOND_PRICE)),
                clock.now());
        transactions.run(tx -> {
            ledger.reserve(tx, List.of(new Claim(new long[] {CLIENT}, new long[] {message.reservedMicros(0)})));
            store.insert(tx, List.of(message), RECHECK);
            return null;
        });
        return message;
    }

    /// As the hint of a gateway brings it.
    private SubmitTask sent(Message message) throws InterruptedException {
        one.handoff.hint(ShardId.of(FIRST), List.of(message.id()));
        one.deliver();
        return one.take(FIRST).getFirst();
    }

    private Outcome refused(SubmitTask task) {
        return new Outcome.Refused(task, 0, 0, -1, true, "no session is bound", clock.now());
    }

    private Outcome submitted(SubmitTask task, String id) {
        return new Outcome.Submitted(task, 1, 1, id, id, false, clock.now());
    }

    private Outcome receipt(long operator, String id, Message message) {
        return new Outcome.Receipt(
                operator,
                new ReceiptReport(
                        id,
                        id,
                        ReceiptState.DELIVERED,
                        "DELIVRD",
                        null,
                        null,
                        message.to().digits(),
                        message.sender(),
                        ""),
                acknowledged::incrementAndGet,
                clock.now());
    }

    private MessageState state(Message message) {
        return store.cdrs().get(message.id()).state();
    }

    private void charged(long price) {
        assertThat(ledger.balance(CLIENT).orElseThrow().reserved()).isEqualTo(Money.zero("UZS"));
        assertThat(ledger.all().stream()
                        .filter(entry -> entry.batch() != 0)
                        .mapToLong(entry -> entry.amount().micros())
                        .sum())
                .isEqualTo(price);
    }

    /// Refused by the operator of one process, it goes on at the operator of the other.
    private Message moved() throws InterruptedException {
        Message message = accept();
        one.report(refused(sent(message)));
        one.settle();
        assertThat(one.activeMessages.size()).isZero();
        assertThat(one.take(SECOND)).as("a queue without a link").isEmpty();
        return message;
    }

    @Test
    void aMessageGoesToTheProcessOfItsNextOperator() throws InterruptedException {
        Message message = moved();
        other.deliver();
        SubmitTask task = other.take(SECOND).getFirst();
        assertThat(task.candidate()).isEqualTo(1);
        other.report(submitted(task, "b"));
        other.report(receipt(SECOND, "b", message));
        other.settle();
        assertThat(state(message)).isEqualTo(MessageState.DELIVERED);
        charged(SECOND_PRICE);
    }

    @Test
    void aLostHintIsFoundByTheSweep() throws InterruptedException {
        Message message = moved();
        shared.loseHints();
        other.deliver();
        other.sweep();
        assertThat(other.take(SECOND)).as("not due yet").isEmpty();
        clock.advance(RECHECK);
        one.sweep();
        assertThat(one.activeMessages.size()).as("of another process").isZero();
        other.sweep();
        assertThat(other.take(SECOND)).extracting(SubmitTask::message).containsExactly(message);
    }

    @Test
    void aMessageThatNobodyToldOfIsFoundAfterSeconds() throws InterruptedException {
        Message message = accept();
        one.sweep();
        clock.advance(Duration.ofSeconds(3));
        one.sweep();
        other.sweep();
        assertThat(one.take(FIRST)).extracting(SubmitTask::message).containsExactly(message);
        assertThat(other.activeMessages.size()).isZero();
    }

    /// It was charged at the first operator's price, and goes back there.
    @Test
    void aLateAnswerGoesToTheOwnerThroughTheInbox() throws InterruptedException {
        Message message = accept();
        SubmitTask first = sent(message);
        one.report(refused(first));
        one.settle();
        other.deliver();
        one.report(new Outcome.Submitted(first, 1, 1, "a", "a", true, clock.now()));
        one.settle();
        assertThat(shared.waiting()).isEqualTo(1);
        other.deliver();
        other.settle();
        assertThat(shared.waiting()).isZero();
        assertThat(other.activeMessages.size())
                .as("it is back in the first shard")
                .isZero();
        assertThat(other.take(SECOND)).isEmpty();
        one.report(receipt(FIRST, "a", message));
        one.settle();
        assertThat(state(message)).isEqualTo(MessageState.DELIVERED);
        assertThat(acknowledged).hasValue(1);
        charged(FIRST_PRICE);
    }

    @Test
    void aReceiptThatReachesTheOtherProcessIsSettledByTheOwner() throws InterruptedException {
        Message message = moved();
        other.deliver();
        other.report(submitted(other.take(SECOND).getFirst(), "b"));
        other.settle();
        one.report(receipt(SECOND, "b", message));
        one.settle();
        assertThat(acknowledged).as("answered when it is stored").hasValue(1);
        assertThat(store.cdrs()).isEmpty();
        other.deliver();
        other.settle();
        assertThat(state(message)).isEqualTo(MessageState.DELIVERED);
        assertThat(shared.waiting()).isZero();
        assertThat(store.unmatched()).isEmpty();
        charged(SECOND_PRICE);
    }

    /// A process that was paused, and whose shard another one took.
    @Test
    void whoLostAShardSettlesNothingOfIt() throws InterruptedException {
        Message message = accept();
        SubmitTask task = sent(message);
        leases.take(other.shards, FIRST);
        other.acquired(FIRST);
        one.report(submitted(task, "a"));
        assertThatThrownBy(one::settle).isInstanceOf(LeaseLostException.class);
        assertThat(store.events()).isEmpty();
        other.sweep();
        assertThat(other.take(FIRST)).extracting(SubmitTask::message).containsExactly(message);
    }

    @Test
    void aShardThatIsGivenAwayLeavesNothingInMemory() throws InterruptedException {
        Message waiting = accept();
        Message sent = accept();
        SubmitTask task = sent(sent);
        one.handoff.hint(ShardId.of(FIRST), List.of(waiting.id()));
        one.deliver();
        one.report(submitted(task, "a"));
        one.release(FIRST);
        assertThat(one.activeMessages.size()).isZero();
        assertThat(one.outbound.waiting(FIRST)).isZero();
        assertThat(one.shards.owns(ShardId.of(FIRST))).isFalse();
        leases.take(other.shards, FIRST);
        other.acquired(FIRST);
        other.sweep();
        assertThat(other.take(FIRST)).extracting(SubmitTask::message).containsExactly(waiting);
        other.report(receipt(FIRST, "a", sent));
        other.settle();
        assertThat(state(sent)).isEqualTo(MessageState.DELIVERED);
        // It comes back, and what was in memory before is not used again.
        other.release(FIRST);
        leases.take(one.shards, FIRST);
        one.acquired(FIRST);
        one.sweep();
        MessageProgress progress = one.take(FIRST).getFirst().progress();
        assertThat(progress.message()).isEqualTo(waiting);
        assertThat(store.events(sent.id())).anyMatch(Event.Receipt.class::isInstance);
    }
}
