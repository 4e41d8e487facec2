package io.elchi.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.billing.MemoryLedger;
import io.elchi.server.cluster.AllShards;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.Money;
import io.elchi.server.core.Refusal;
import io.elchi.server.db.MemoryTransactions;
import io.elchi.server.db.MemoryTransactions.End;
import io.elchi.server.db.NotCommittedException;
import io.elchi.server.db.Transactions;
import io.elchi.server.messages.ActiveMessages;
import io.elchi.server.messages.ElsewhereQueues;
import io.elchi.server.messages.MemoryMessageStore;
import io.elchi.server.messages.MessageStore;
import io.elchi.server.messages.Outbound;
import io.elchi.server.messages.RecordedEvents;
import io.elchi.server.messages.SubmitTask;
import io.elchi.server.observe.Metrics;
import io.elchi.server.queue.OutboundQueues;
import io.elchi.server.queue.Queues;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessResourceFailureException;

/// Transactions that end otherwise than one would like.
class AcceptanceTransactionFaultsTest {
    private static final long CLIENT = 1;
    private static final long RESELLER = 2;

    private final Submissions submissions = new Submissions();
    private final MemoryLedger ledger = new MemoryLedger();
    private final MemoryMessageStore store = new MemoryMessageStore();
    private final ActiveMessages activeMessages = new ActiveMessages(100);
    private final OutboundQueues<SubmitTask> queues = Queues.localOutbound(100, submissions.clock(), (_, _) -> {});
    private final Deque<End> ends = new ArrayDeque<>();
    private final MemoryTransactions transactions =
            new MemoryTransactions(() -> ends.isEmpty() ? End.COMMITTED : ends.poll());
    private final AtomicInteger pauses = new AtomicInteger();

    @BeforeEach
    void open() {
        ledger.open(CLIENT, Money.parse("100", "UZS"));
        ledger.open(RESELLER, Money.parse("50", "UZS"));
    }

    private AcceptanceTransaction acceptance(Transactions how, MessageStore where) {
        return new AcceptanceTransaction(
                new AcceptanceTransaction.Stores(
                        how,
                        ledger,
                        where,
                        null,
                        RecordedEvents.none(),
                        new AcceptedMessages(
                                AllShards.owned(), activeMessages, new Outbound(queues), ElsewhereQueues.NONE, null)),
                Duration.ofMinutes(2),
                _ -> pauses.incrementAndGet(),
                new IntakeMetrics(new Metrics()));
    }

    private long reserved(long account) {
        return ledger.balance(account).orElseThrow().reserved().micros() / 1_000_000;
    }

    /// Own funds, a reseller's funds, and enough: each in another submission.
    private final List<Submission> group = List.of(
            Submissions.of(submissions.message(CLIENT, 30)),
            Submissions.of(submissions.message(CLIENT, 60, RESELLER), submissions.message(CLIENT, 20, RESELLER)),
            Submissions.of(submissions.message(CLIENT, 51)));

    private void nothingHappened() {
        assertThat(group)
                .allSatisfy(each -> assertThat(Submissions.results(each)).containsOnly("unavailable"));
        assertThat(group.stream().flatMap(each -> each.results().stream()))
                .allSatisfy(result -> assertThat(result).isInstanceOfSatisfying(SendResult.Refused.class, refused -> {
                    Refusal refusal = refused.refusal();
                    assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(1));
                }));
        assertThat(reserved(CLIENT)).isZero();
        assertThat(reserved(RESELLER)).isZero();
        assertThat(store.messages()).isEmpty();
        assertThat(activeMessages.size()).isZero();
        assertThat(queues.of(1).size()).isZero();
    }

    private void allHappened() {
        assertThat(group.stream().map(Submissions::results).toList())
                .containsExactly(
                        List.of("accepted"), List.of("upstream_funds", "accepted"), List.of("insufficient_funds"));
        assertThat(reserved(CLIENT)).isEqualTo(50);
        assertThat(reserved(RESELLER)).isEqualTo(20);
        assertThat(store.messages()).hasSize(2);
        assertThat(activeMessages.size()).isEqualTo(2);
        assertThat(queues.of(1).size()).isEqualTo(2);
    }

    @Test
    void committed() {
        acceptance(transactions, store).accept(group);
        allHappened();
    }

    @Test
    void notCommitted() {
        ends.add(End.NOT_COMMITTED);
        acceptance(transactions, store).accept(group);
        nothingHappened();
    }

    /// Everybody is told what it came to, not just that it was done: whose funds were lacking, too.
    @Test
    void theAnswerOfTheCommitIsLostAndItWasDone() {
        ends.add(End.UNKNOWN_COMMITTED);
        acceptance(transactions, store).accept(group);
        allHappened();
    }

    @Test
    void theAnswerOfTheCommitIsLostAndItWasNotDone() {
        ends.add(End.UNKNOWN_NOT_COMMITTED);
        acceptance(transactions, store).accept(group);
        nothingHappened();
    }

    @Test
    void theAnswerOfACommitIsLostThatWroteNothing() {
        ends.add(End.UNKNOWN_NOT_COMMITTED);
        Submission poor = Submissions.of(submissions.message(CLIENT, 101));
        acceptance(transactions, store).accept(List.of(poor));
        assertThat(Submissions.results(poor)).containsExactly("insufficient_funds");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 49})
    void theDatabaseIsAskedUntilItAnswers(int failures) {
        ends.add(End.UNKNOWN_COMMITTED);
        acceptance(transactions, awayFor(failures)).accept(group);
        allHappened();
        assertThat(pauses).hasValue(failures);
    }

    /// Ten seconds, and the caller is told that nobody knows.
    @Test
    void theDatabaseIsNotAskedForEver() {
        ends.add(End.UNKNOWN_COMMITTED);
        acceptance(transactions, awayFor(1_000)).accept(group);
        assertThat(group)
                .allSatisfy(each -> assertThat(Submissions.results(each)).containsOnly("outcome_unknown"));
        assertThat(pauses).hasValue(50);
        assertThat(store.messages()).as("the sweeper finds it").hasSize(2);
        assertThat(activeMessages.size()).isZero();
    }

    /// The store, which cannot be asked so many times.
    private MessageStore awayFor(int failures) {
        AtomicInteger left = new AtomicInteger(failures);
        return (MessageStore) Proxy.newProxyInstance(
                MessageStore.class.getClassLoader(), new Class<?>[] {MessageStore.class}, (_, method, arguments) -> {
                    boolean asks = method.getName().equals("holds") && arguments[0] instanceof MessageId;
                    if (asks && left.getAndDecrement() > 0) {
                        throw new DataAccessResourceFailureException("away");
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private Transactions contended(int times, String state) {
        AtomicInteger left = new AtomicInteger(times);
        return new Transactions() {
            @Override
            public <T> T run(Work<T> work) {
                if (left.getAndDecrement() > 0) {
                    throw new NotCommittedException(new SQLException("in each other's way", state));
                }
                return transactions.run(work);
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"40001", "40P01"})
    void twoThatGetInEachOthersWayAreTriedAgain(String state) {
        acceptance(contended(2, state), store).accept(group);
        allHappened();
    }

    @Test
    void butNotForEver() {
        acceptance(contended(3, "40P01"), store).accept(group);
        nothingHappened();
    }

    /// A database that is away is not to blame on anybody: the group is not taken apart, which would take as many
    /// waits.
    @ParameterizedTest
    @ValueSource(strings = {"08006", "57P01", "57014", "53300", "55P03", "25006"})
    void aDatabaseThatIsAwayIsAskedOnce(String state) {
        acceptance(contended(1, state), store).accept(group);
        nothingHappened();
    }
}
