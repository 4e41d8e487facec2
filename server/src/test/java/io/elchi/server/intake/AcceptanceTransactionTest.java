package io.elchi.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.billing.ledger.PgLedger;
import io.elchi.server.cluster.AllShards;
import io.elchi.server.core.Clock;
import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.Money;
import io.elchi.server.core.RouteCandidate;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.db.Transactions;
import io.elchi.server.limits.Idempotency;
import io.elchi.server.limits.Idempotency.Begun;
import io.elchi.server.messages.ActiveMessages;
import io.elchi.server.messages.ElsewhereQueues;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.MessageProgress;
import io.elchi.server.messages.Outbound;
import io.elchi.server.messages.RecordedEvents;
import io.elchi.server.messages.Samples;
import io.elchi.server.messages.SubmitTask;
import io.elchi.server.messages.store.PgMessageStore;
import io.elchi.server.observe.Metrics;
import io.elchi.server.queue.OutboundQueues;
import io.elchi.server.queue.Queues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The transaction of accepted messages on the real tables.
class AcceptanceTransactionTest {
    @AutoClose
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private static long accounts;
    private final Submissions submissions = new Submissions();
    private final Transactions transactions = DATABASE.database().transactions();
    private final PgLedger ledger = new PgLedger(DATABASE.database().jdbc(), transactions);
    private final PgMessageStore store = new PgMessageStore(DATABASE.database().jdbc(), _ -> 1);
    private final ActiveMessages activeMessages = new ActiveMessages(1_000);
    private final OutboundQueues<SubmitTask> queues = Queues.localOutbound(1_000, submissions.clock(), (_, _) -> {});
    private long client;
    private long reseller;
    private long other;

    @BeforeEach
    void accounts() {
        Samples.days(DATABASE.database(), submissions.clock());
        client = account(100);
        reseller = account(100);
        other = account(100);
    }

    private long account(long units) {
        long id = ++accounts;
        transactions.run(tx -> {
            ledger.open(tx, id, Money.zero("UZS"));
            return null;
        });
        ledger.topUp(id, new Money("UZS", units * 1_000_000), "start");
        return id;
    }

    /// A process: what it has in memory is its own.
    private AcceptanceTransaction process(Idempotency idempotency) {
        return new AcceptanceTransaction(
                new AcceptanceTransaction.Stores(
                        transactions,
                        ledger,
                        store,
                        idempotency,
                        RecordedEvents.none(),
                        new AcceptedMessages(
                                AllShards.owned(), activeMessages, new Outbound(queues), ElsewhereQueues.NONE, null)),
                Duration.ofMinutes(2),
                _ -> {},
                new IntakeMetrics(new Metrics()));
    }

    private AcceptanceTransaction process() {
        return process(new Idempotency(DATABASE.database(), submissions.clock()));
    }

    private long reservedUnits(long account) {
        return ledger.balance(account).orElseThrow().reserved().micros() / 1_000_000;
    }

    private List<MessageId> queued() throws InterruptedException {
        return queues.of(1).take(1_000, Duration.ZERO).stream()
                .map(delivery -> delivery.item().message().id())
                .toList();
    }

    @Test
    void eachOfAGroupGetsItsOwnResultsInOrder() throws InterruptedException {
        PricedMessage before = PricedMessage.refused(Failure.NO_ROUTE, "to", null);
        PricedMessage tooDear = submissions.message(client, 70);
        PricedMessage ofReseller = submissions.message(client, 60, reseller);
        PricedMessage ofResellerToo = submissions.message(other, 50, reseller);
        Submission first = Submissions.of(submissions.message(client, 40), before, tooDear, ofReseller);
        Submission second = Submissions.of(before, ofResellerToo, submissions.message(other, 100));
        process().accept(List.of(first, second));
        assertThat(Submissions.results(first))
                .containsExactly("accepted", "no_route", "insufficient_funds", "accepted");
        assertThat(Submissions.results(second)).containsExactly("no_route", "upstream_funds", "accepted");
        assertThat(reservedUnits(client)).isEqualTo(100);
        assertThat(reservedUnits(reseller)).isEqualTo(60);
        assertThat(reservedUnits(other)).isEqualTo(100);
        List<MessageId> stored = List.of(
                first.priced().get(0).message().id(),
                ofReseller.message().id(),
                second.priced().get(2).message().id());
        assertThat(queued()).containsExactlyInAnyOrderElementsOf(stored);
        assertThat(store.load(stored)).hasSize(3);
        assertThat(store.holds(tooDear.message().id())).isFalse();
        assertThat(store.holds(ofResellerToo.message().id())).isFalse();
        assertThat(store.unfinished(new MessageId(0, 0), 100_000)).containsAll(stored);
        assertThat(stored).allSatisfy(id -> assertThat(activeMessages.get(id)).isNotNull());
    }

    @Test
    void aFullQueueRefusesNothingThatIsStored() {
        OutboundQueues<SubmitTask> small = Queues.localOutbound(1, submissions.clock(), (_, _) -> {});
        AcceptanceTransaction acceptance = new AcceptanceTransaction(
                new AcceptanceTransaction.Stores(
                        transactions,
                        ledger,
                        store,
                        null,
                        RecordedEvents.none(),
                        new AcceptedMessages(
                                AllShards.owned(), activeMessages, new Outbound(small), ElsewhereQueues.NONE, null)),
                Duration.ofMinutes(2),
                _ -> {},
                new IntakeMetrics(new Metrics()));
        Submission submission = Submissions.of(submissions.message(client, 1), submissions.message(client, 1));
        acceptance.accept(List.of(submission));
        assertThat(Submissions.results(submission)).containsExactly("accepted", "accepted");
        // The sweeper takes the second one up: memory must not believe that it is on its way.
        assertThat(activeMessages.get(submission.priced().get(0).message().id()))
                .isNotNull();
        assertThat(activeMessages.get(submission.priced().get(1).message().id()))
                .isNull();
        assertThat(small.of(1).size()).isEqualTo(1);
    }

    @Test
    void whatTheSweeperHasTakenUpAlreadyIsNotHandedOverTwice() throws InterruptedException {
        Submission submission = Submissions.of(submissions.message(client, 1));
        MessageProgress quicker =
                new MessageProgress(submission.priced().getFirst().message());
        activeMessages.add(quicker);
        process().accept(List.of(submission));
        assertThat(Submissions.results(submission)).containsExactly("accepted");
        assertThat(queued()).isEmpty();
        assertThat(activeMessages.get(quicker.message().id())).isSameAs(quicker);
    }

    private IdempotencyRecord keep(String key, String answer) {
        return new IdempotencyRecord(key, key.getBytes(), _ -> answer);
    }

    @Test
    void theAnswerToAKeyIsStoredWithItsMessagesAndOutlivesTheProcess() {
        Submission submission = Submissions.of(keep("k1", "the answer"), submissions.message(client, 5));
        process().accept(List.of(submission));
        assertThat(Submissions.results(submission)).containsExactly("accepted");
        Idempotency restarted = new Idempotency(DATABASE.database(), submissions.clock());
        assertThat(restarted.begin(1, "k1", "k1".getBytes())).isEqualTo(new Begun.Answered("the answer"));
        assertThat(restarted.begin(1, "k1", "another body".getBytes())).isEqualTo(new Begun.Reused());
        assertThat(restarted.begin(2, "k1", "k1".getBytes())).isEqualTo(new Begun.Fresh());
    }

    @Test
    void aRequestOfWhichNothingWasAcceptedLeavesItsKeyFree() {
        Submission submission = Submissions.of(keep("k2", "no"), submissions.message(client, 101));
        process().accept(List.of(submission));
        assertThat(Submissions.results(submission)).containsExactly("insufficient_funds");
        assertThat(new Idempotency(DATABASE.database(), Clock.SYSTEM).begin(1, "k2", "k2".getBytes()))
                .isEqualTo(new Begun.Fresh());
    }

    @Test
    void ofTwoProcessesWithOneKeyOneAcceptsAndNeighboursAreServed() throws Exception {
        for (int round = 0; round < 10; round++) {
            String key = "race-" + round;
            CyclicBarrier start = new CyclicBarrier(2);
            List<Submission> rivals = new ArrayList<>();
            List<Submission> neighbours = new ArrayList<>();
            List<Callable<Void>> processes = new ArrayList<>();
            for (int process = 0; process < 2; process++) {
                Submission rival = Submissions.of(keep(key, "of " + process), submissions.message(client, 1));
                Submission neighbour = Submissions.of(submissions.message(other, 1));
                rivals.add(rival);
                neighbours.add(neighbour);
                AcceptanceTransaction acceptance = process();
                processes.add(() -> {
                    start.await();
                    acceptance.accept(List.of(rival, neighbour));
                    return null;
                });
            }
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (var done : threads.invokeAll(processes)) {
                    done.get();
                }
            }
            assertThat(rivals.stream().map(Submissions::results).toList())
                    .containsExactlyInAnyOrder(List.of("accepted"), List.of("idempotency_in_progress"));
            assertThat(neighbours.stream().map(Submissions::results).toList()).containsOnly(List.of("accepted"));
        }
        assertThat(reservedUnits(client)).isEqualTo(10);
        assertThat(reservedUnits(other)).isEqualTo(20);
    }

    /// A message that fits no row, with a claim that its account covers.
    private PricedMessage unstorable(long units, long price, int parts) {
        PricedMessage usual = submissions.message(other, units);
        RouteCandidate candidate = Samples.candidate(1, price, RouteCandidate.NONE, 0, "UZS");
        Message message = Samples.message(
                usual.message().id(),
                other,
                RouteCandidate.NONE,
                parts,
                List.of(candidate),
                submissions.clock().now());
        return PricedMessage.ready(message, usual.claim());
    }

    /// Whatever is wrong with one submission: its neighbours in the commit do not pay for it.
    @Test
    void onePoisonedSubmissionDoesNotRefuseItsNeighbours() {
        IdempotencyRecord throwing = new IdempotencyRecord("k3", new byte[1], _ -> {
            throw new IllegalStateException("cannot be written");
        });
        Submission poisoned = Submissions.of(throwing, submissions.message(client, 10));
        Submission tooDear = Submissions.of(unstorable(1, 900_000_000_000_000_000L, 2));
        Submission tooLong = Submissions.of(unstorable(2, 0, 40_000));
        Submission before = Submissions.of(submissions.message(client, 7));
        Submission after = Submissions.of(submissions.message(other, 8));
        process().accept(List.of(before, poisoned, tooDear, tooLong, after));
        assertThat(Submissions.results(before)).containsExactly("accepted");
        assertThat(Submissions.results(poisoned)).containsExactly("internal");
        assertThat(Submissions.results(tooDear)).containsExactly("internal");
        assertThat(Submissions.results(tooLong)).containsExactly("internal");
        assertThat(Submissions.results(after)).containsExactly("accepted");
        assertThat(reservedUnits(client)).isEqualTo(7);
        assertThat(reservedUnits(other)).isEqualTo(8);
        assertThat(store.holds(poisoned.priced().getFirst().message().id())).isFalse();
    }
}
