package io.elchi.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.billing.Ledger.Claim;
import io.elchi.server.billing.MemoryLedger;
import io.elchi.server.cluster.AllShards;
import io.elchi.server.core.MessageClass;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.Money;
import io.elchi.server.db.MemoryTransactions;
import io.elchi.server.db.Transactions;
import io.elchi.server.db.Tx;
import io.elchi.server.messages.ActiveMessages;
import io.elchi.server.messages.ElsewhereQueues;
import io.elchi.server.messages.MemoryMessageStore;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.Outbound;
import io.elchi.server.messages.RecordedEvents;
import io.elchi.server.observe.Metrics;
import io.elchi.server.queue.Queues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Who is committed with whom, and what becomes of those who cannot be. The test holds the door of each
/// transaction.
@Timeout(60)
class GroupCommitTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    private final Submissions submissions = new Submissions();
    private final MemoryMessageStore store = new MemoryMessageStore();
    private final List<Integer> sizes = new ArrayList<>();
    private final MemoryLedger ledger = new MemoryLedger() {
        @Override
        public Shortfall[] reserve(Tx tx, List<Claim> claims) {
            sizes.add(claims.size());
            return super.reserve(tx, claims);
        }
    };
    private final Semaphore entered = new Semaphore(0);
    private final Semaphore door = new Semaphore(0, true);
    private final Transactions transactions = new Transactions() {
        private final MemoryTransactions memory = new MemoryTransactions(() -> MemoryTransactions.End.COMMITTED);

        @Override
        public <T> T run(Work<T> work) {
            entered.release();
            door.acquireUninterruptibly();
            return inside(work);
        }

        private synchronized <T> T inside(Work<T> work) {
            if (failure != null) {
                Throwable thrown = failure;
                failure = null;
                if (thrown instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) thrown;
            }
            return memory.run(work);
        }
    };
    private final AtomicInteger unsent = new AtomicInteger();
    private volatile Throwable failure;
    private GroupCommit commit;

    private void start(int commitMessages, int maxWaiting, Duration timeout) {
        ledger.open(1, Money.parse("1000000", "UZS"));
        IntakeProperties properties = new IntakeProperties(
                commitMessages,
                1,
                maxWaiting,
                Duration.ofMinutes(5),
                Duration.ofHours(48),
                Duration.ofDays(7),
                Duration.ofDays(7),
                timeout,
                Duration.ZERO);
        AcceptanceTransaction acceptance = new AcceptanceTransaction(
                new AcceptanceTransaction.Stores(
                        transactions,
                        ledger,
                        store,
                        null,
                        RecordedEvents.none(),
                        new AcceptedMessages(
                                AllShards.owned(),
                                new ActiveMessages(1_000),
                                new Outbound(Queues.localOutbound(1_000, submissions.clock(), (_, _) -> {})),
                                ElsewhereQueues.NONE,
                                null)),
                Duration.ofMinutes(2),
                _ -> {},
                new IntakeMetrics(new Metrics()));
        commit = new GroupCommit(properties, acceptance, new BacklogThrottle(unsent::get, () -> 0));
        commit.start();
    }

    @AfterEach
    void close() {
        door.release(1_000);
        commit.close();
    }

    private Submission messages(int count) {
        return Submissions.of(
                Stream.generate(() -> submissions.message(1, 1)).limit(count).toArray(PricedMessage[]::new));
    }

    /// A caller in a thread of its own, who waits in the queue when this returns.
    private CompletableFuture<List<String>> call(Submission submission) {
        int before = commit.waiting();
        CompletableFuture<List<String>> result = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                commit.commit(submission);
                result.complete(Submissions.results(submission));
            } catch (InterruptedException e) {
                result.completeExceptionally(e);
            }
        });
        await(() -> commit.waiting() == before + submission.wanted() || result.isDone());
        return result;
    }

    /// The committer is in a transaction with this one, and the test holds the door.
    private CompletableFuture<List<String>> callAndHold(Submission submission) throws InterruptedException {
        int before = door.getQueueLength();
        CompletableFuture<List<String>> result = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                commit.commit(submission);
                result.complete(Submissions.results(submission));
            } catch (InterruptedException e) {
                result.completeExceptionally(e);
            }
        });
        entered.acquire();
        await(() -> door.getQueueLength() > before);
        return result;
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            assertThat(Thread.interrupted()).as("out of time").isFalse();
            LockSupport.parkNanos(100_000);
        }
    }

    private static List<String> get(CompletableFuture<List<String>> result)
            throws InterruptedException, ExecutionException {
        return result.get();
    }

    @Test
    void whatComesDuringACommitIsCommittedTogetherInItsOrder() throws Exception {
        start(512, 4_096, LONG);
        Submission first = messages(1);
        CompletableFuture<List<String>> held = callAndHold(first);
        List<Submission> others = new ArrayList<>();
        List<CompletableFuture<List<String>>> results = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            others.add(messages(i));
            results.add(call(others.getLast()));
        }
        assertThat(commit.waiting()).isEqualTo(15);
        assertThat(results).noneMatch(CompletableFuture::isDone);
        door.release(2);
        assertThat(get(held)).containsExactly("accepted");
        for (int i = 0; i < results.size(); i++) {
            assertThat(get(results.get(i))).hasSize(i + 1).containsOnly("accepted");
        }
        assertThat(sizes).containsExactly(1, 15);
        List<MessageId> inOrder = new ArrayList<>();
        inOrder.add(first.priced().getFirst().message().id());
        others.forEach(
                each -> each.priced().forEach(one -> inOrder.add(one.message().id())));
        assertThat(store.messages().stream().map(Message::id).toList()).isEqualTo(inOrder);
        assertThat(commit.waiting()).isZero();
    }

    @Test
    void aCommitHasItsSizeAndOneThatIsLargerGoesAlone() throws Exception {
        start(3, 4_096, LONG);
        CompletableFuture<List<String>> held = callAndHold(messages(1));
        List<CompletableFuture<List<String>>> results =
                List.of(call(messages(2)), call(messages(2)), call(messages(1)), call(messages(5)), call(messages(3)));
        door.release(5);
        get(held);
        for (CompletableFuture<List<String>> result : results) {
            assertThat(get(result)).containsOnly("accepted");
        }
        assertThat(sizes).containsExactly(1, 2, 3, 5, 3);
    }

    @Test
    void theDoorRestsWhileMuchIsUnsentButNotForOtps() throws Exception {
        unsent.set(Integer.MAX_VALUE);
        start(512, 4_096, LONG);
        CompletableFuture<List<String>> held = callAndHold(messages(1));
        CompletableFuture<List<String>> advertising =
                call(Submissions.of(submissions.message(1, MessageClass.PROMOTIONAL)));
        door.release();
        assertThat(get(held)).containsOnly("accepted");
        CompletableFuture<List<String>> otp = callAndHold(Submissions.of(submissions.message(1, MessageClass.OTP)));
        door.release(2);
        assertThat(get(otp)).containsOnly("accepted");
        assertThat(get(advertising)).containsOnly("accepted");
    }

    @Test
    void advertisingIsNotAdmittedWhenOthersStillAre() throws Exception {
        start(512, 64, LONG);
        CompletableFuture<List<String>> held = callAndHold(messages(1));
        assertThat(commit.admits(MessageClass.PROMOTIONAL, 0)).isTrue();
        CompletableFuture<List<String>> few = call(messages(2));
        assertThat(commit.admits(MessageClass.PROMOTIONAL, 0)).isFalse();
        assertThat(commit.admits(MessageClass.SERVICE, 29)).isTrue();
        assertThat(commit.admits(MessageClass.SERVICE, 30))
                .as("half of the queue")
                .isFalse();
        assertThat(commit.admits(MessageClass.TRANSACTIONAL, 30)).isTrue();
        CompletableFuture<List<String>> half = call(messages(54));
        assertThat(commit.admits(MessageClass.SERVICE, 0)).isFalse();
        assertThat(commit.admits(MessageClass.TRANSACTIONAL, 0)).isFalse();
        assertThat(commit.admits(MessageClass.OTP, 0)).isTrue();
        door.release(2);
        assertThat(get(held)).containsOnly("accepted");
        assertThat(get(few)).containsOnly("accepted");
        assertThat(get(half)).containsOnly("accepted");
        assertThat(commit.admits(MessageClass.PROMOTIONAL, 0)).isTrue();
    }

    /// A large batch takes long; an OTP does not wait for its end.
    @Test
    void anOtpThatComesDuringACommitIsCommittedBesideIt() throws Exception {
        start(512, 4_096, LONG);
        CompletableFuture<List<String>> held = callAndHold(messages(7));
        CompletableFuture<List<String>> waits = call(messages(3));
        CompletableFuture<List<String>> otp = callAndHold(Submissions.of(submissions.message(1, MessageClass.OTP)));
        assertThat(commit.waiting()).isEqualTo(3);
        assertThat(List.of(held, waits)).noneMatch(CompletableFuture::isDone);
        door.release(3);
        assertThat(get(otp)).containsExactly("accepted");
        assertThat(get(held)).hasSize(7).containsOnly("accepted");
        assertThat(get(waits)).hasSize(3).containsOnly("accepted");
        assertThat(sizes).containsExactlyInAnyOrder(7, 1, 3);
    }

    @Test
    void urgentMessagesAreCommittedFirst() throws Exception {
        start(2, 4_096, LONG);
        CompletableFuture<List<String>> held = callAndHold(messages(1));
        CompletableFuture<List<String>> heldOtp = callAndHold(Submissions.of(submissions.message(1, MessageClass.OTP)));
        Submission advertising = Submissions.of(submissions.message(1, MessageClass.PROMOTIONAL));
        Submission statement = Submissions.of(submissions.message(1, MessageClass.TRANSACTIONAL));
        Submission notice = Submissions.of(submissions.message(1, MessageClass.SERVICE));
        Submission otp = Submissions.of(submissions.message(1, MessageClass.OTP));
        List<CompletableFuture<List<String>>> results =
                List.of(call(advertising), call(notice), call(statement), call(otp));
        // The first to come is the first to go on: the committer that takes everybody.
        door.release();
        get(held);
        entered.acquire();
        door.release(3);
        get(heldOtp);
        for (CompletableFuture<List<String>> result : results) {
            assertThat(get(result)).containsOnly("accepted");
        }
        List<MessageId> expected = Stream.of(otp, statement, notice, advertising)
                .map(each -> each.priced().getFirst().message().id())
                .toList();
        // The one-time password that was held may be stored at any time: its committer is another thread.
        assertThat(store.messages().stream().map(Message::id).toList()).containsSubsequence(expected);
    }

    @Test
    void moreThanMayWaitIsRefusedAsOverloaded() throws Exception {
        start(512, 4, LONG);
        CompletableFuture<List<String>> held = callAndHold(messages(1));
        CompletableFuture<List<String>> waits = call(messages(3));
        assertThat(get(call(messages(2)))).containsExactly("overloaded", "overloaded");
        CompletableFuture<List<String>> fits = call(messages(1));
        assertThat(get(call(messages(1)))).containsExactly("overloaded");
        assertThat(commit.waiting()).isEqualTo(4);
        door.release(2);
        assertThat(get(held)).containsExactly("accepted");
        assertThat(get(waits)).containsOnly("accepted");
        assertThat(get(fits)).containsOnly("accepted");
        // One that is larger than the capacity goes in when nobody waits.
        CompletableFuture<List<String>> large = callAndHold(messages(9));
        door.release();
        assertThat(get(large)).hasSize(9).containsOnly("accepted");
    }

    @Test
    void closingFinishesWhatWaitsAndTakesNothingNew() throws Exception {
        start(1, 4_096, LONG);
        CompletableFuture<List<String>> held = callAndHold(messages(1));
        CompletableFuture<List<String>> waits = call(messages(1));
        CompletableFuture<List<String>> waitsToo = call(messages(1));
        Thread closing = Thread.ofVirtual().start(commit::close);
        await(() -> closing.getState() == Thread.State.WAITING || closing.getState() == Thread.State.TIMED_WAITING);
        assertThat(get(call(messages(1)))).containsExactly("shutting_down");
        door.release(3);
        closing.join();
        assertThat(get(held)).containsExactly("accepted");
        assertThat(get(waits)).containsExactly("accepted");
        assertThat(get(waitsToo)).containsExactly("accepted");
        assertThat(store.messages()).hasSize(3);
    }

    @Test
    void whatWaitsTooLongIsWithdrawnAndNeverStored() throws Exception {
        start(512, 4_096, Duration.ofMillis(50));
        CompletableFuture<List<String>> held = callAndHold(messages(1));
        CompletableFuture<List<String>> waits = call(messages(2));
        assertThat(get(waits)).containsExactly("unavailable", "unavailable");
        assertThat(commit.waiting()).isZero();
        // What is in a transaction is waited for: its end is what the caller is told.
        assertThat(held).isNotDone();
        door.release();
        assertThat(get(held)).containsExactly("accepted");
        assertThat(store.messages()).hasSize(1);
    }

    /// A caller that is interrupted learns nothing; what was not begun is not done either.
    @Test
    void aCallerThatIsInterruptedTakesItsSubmissionAlong() throws Exception {
        start(512, 4_096, LONG);
        CompletableFuture<List<String>> held = callAndHold(messages(1));
        Submission submission = messages(2);
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                commit.commit(submission);
                thrown.complete(null);
            } catch (InterruptedException e) {
                thrown.complete(e);
            }
        });
        await(() -> commit.waiting() == 2);
        caller.interrupt();
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(commit.waiting()).isZero();
        door.release();
        assertThat(get(held)).containsExactly("accepted");
        CompletableFuture<List<String>> after = callAndHold(messages(1));
        door.release();
        assertThat(get(after)).containsExactly("accepted");
        assertThat(store.messages()).hasSize(2);
    }

    /// The process ends with an Error, see FatalErrors; until then nobody waits in vain, and liveness tells.
    @Test
    void anErrorAnswersTheCallersAndEndsTheCommitter() throws Exception {
        start(512, 4_096, LONG);
        assertThat(commit.isAlive()).isTrue();
        CompletableFuture<List<String>> unlucky = callAndHold(messages(2));
        failure = new OutOfMemoryError("of a test");
        door.release();
        assertThat(unlucky.get(30, TimeUnit.SECONDS)).containsExactly("internal", "internal");
        while (commit.isAlive()) {
            Thread.onSpinWait();
        }
    }

    /// A committer that dies would take its callers' answers along, and then everybody's.
    @Test
    void aCommitterOutlivesWhateverExceptionIsThrown() throws Exception {
        start(512, 4_096, LONG);
        CompletableFuture<List<String>> unlucky = callAndHold(messages(2));
        failure = new IllegalStateException("of a test");
        door.release();
        assertThat(unlucky.get(30, TimeUnit.SECONDS)).containsExactly("internal", "internal");
        CompletableFuture<List<String>> next = callAndHold(messages(1));
        door.release();
        assertThat(next.get(30, TimeUnit.SECONDS)).containsExactly("accepted");
    }
}
