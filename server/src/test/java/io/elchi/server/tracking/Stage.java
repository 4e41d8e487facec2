package io.elchi.server.tracking;

import io.elchi.server.billing.Batches;
import io.elchi.server.billing.Ledger;
import io.elchi.server.billing.Ledger.Claim;
import io.elchi.server.billing.ledger.PgLedger;
import io.elchi.server.core.ManualClock;
import io.elchi.server.core.MessageIds;
import io.elchi.server.core.Money;
import io.elchi.server.core.RouteCandidate;
import io.elchi.server.db.Database;
import io.elchi.server.db.Transactions;
import io.elchi.server.inbound.InboundStore;
import io.elchi.server.inbound.InboundStores;
import io.elchi.server.inbound.NoInboundStore;
import io.elchi.server.messages.ActiveMessages;
import io.elchi.server.messages.Content;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.MessageProgress;
import io.elchi.server.messages.MessageStore;
import io.elchi.server.messages.Outbound;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.ReceiptReport;
import io.elchi.server.messages.RecordedEvents;
import io.elchi.server.messages.Samples;
import io.elchi.server.messages.Settled;
import io.elchi.server.messages.SubmitTask;
import io.elchi.server.messages.store.PgMessageStore;
import io.elchi.server.queue.Claimed;
import io.elchi.server.queue.Lane;
import io.elchi.server.queue.OutboundQueues;
import io.elchi.server.queue.Queues;
import io.elchi.server.queue.WorkQueue;
import io.elchi.smstext.receipt.ReceiptState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Tracking with what is around it, played by a test: it accepts messages, says what operators said, and dies when
/// it is told to. Tables and clock outlive it.
public final class Stage {
    static final Duration RECHECK_AFTER = Duration.ofMinutes(2);
    static final Duration RECEIPT_TIMEOUT = Duration.ofHours(24);

    private static final AtomicLong STAGES = new AtomicLong();

    public final Transactions transactions;
    public final Ledger ledger;
    public final MessageStore store;
    final InboundStore inbound;
    public final ManualClock clock;
    public final List<Settled> told = new ArrayList<>();
    /// Ids of two stages on the same tables differ.
    private final SplittableRandom random = new SplittableRandom(STAGES.incrementAndGet());
    private final MessageIds ids;
    ActiveMessages activeMessages;
    WorkQueue<Outcome> outcomes;
    private OutboundQueues<SubmitTask> queues;
    private TrackingHarness tracking;
    private int queueCapacity = 10_000;

    public Stage(Transactions transactions, Ledger ledger, MessageStore store, ManualClock clock) {
        this(transactions, ledger, store, new NoInboundStore(), clock);
    }

    Stage(Transactions transactions, Ledger ledger, MessageStore store, InboundStore inbound, ManualClock clock) {
        this.inbound = inbound;
        this.transactions = transactions;
        this.ledger = ledger;
        this.store = store;
        this.clock = clock;
        ids = new MessageIds(clock, random);
        restart();
    }

    /// On real tables.
    public static Stage on(Database database, ManualClock clock) {
        Samples.days(database, clock);
        return new Stage(
                database.transactions(),
                new PgLedger(database.jdbc(), database.transactions()),
                new PgMessageStore(database.jdbc(), _ -> 1),
                InboundStores.on(database, clock),
                clock);
    }

    /// kill -9, and a new process.
    public void restart() {
        activeMessages = new ActiveMessages(1_000);
        outcomes = Queues.local(10_000, clock);
        queues = Queues.localOutbound(queueCapacity, clock, (_, _) -> {});
        tracking = new TrackingHarness(
                new TrackingHarness.World(
                        transactions,
                        ledger,
                        store,
                        inbound,
                        new Batches(clock, random),
                        activeMessages,
                        new Outbound(queues),
                        outcomes,
                        new RecordedEvents(told::add),
                        clock),
                RECHECK_AFTER,
                RECEIPT_TIMEOUT,
                1_000);
    }

    /// The same, with operators' queues of this size.
    void restart(int queueSize) {
        queueCapacity = queueSize;
        restart();
    }

    /// Opens accounts of UZS and pays in.
    public void open(long units, long... accounts) {
        for (long account : accounts) {
            transactions.run(tx -> {
                ledger.open(tx, account, Money.zero("UZS"));
                return null;
            });
            ledger.topUp(account, new Money("UZS", units * Money.MICROS_PER_UNIT), "start");
        }
    }

    public static RouteCandidate candidate(long operator, long price, long... above) {
        return Samples.candidate(operator, price, above, price / 2, "UZS");
    }

    /// A message as the intake leaves it.
    public Message accept(long account, long[] upstream, int parts, RouteCandidate... candidates) {
        clock.advance(Duration.ofMillis(3));
        return accept(Samples.message(ids.next(), account, upstream, parts, List.of(candidates), clock.now()));
    }

    /// A message with this content for these candidates.
    public Message accept(long account, Content content, RouteCandidate... candidates) {
        clock.advance(Duration.ofMillis(3));
        Message message =
                Samples.message(ids.next(), account, RouteCandidate.NONE, 1, List.of(candidates), clock.now());
        return accept(Samples.of(content, message));
    }

    /// One part that is not to be sent before this time: it is in no memory.
    Message acceptScheduled(long account, Instant notBefore) {
        Message message = Samples.message(
                ids.next(), account, RouteCandidate.NONE, 1, List.of(candidate(1, 45_000_000)), clock.now());
        return reserved(Samples.scheduled(notBefore, message));
    }

    /// One part to this number.
    Message accept(long account, String to, String sender) {
        clock.advance(Duration.ofMillis(3));
        Message message = Samples.message(
                ids.next(), account, RouteCandidate.NONE, 1, List.of(candidate(1, 45_000_000)), clock.now());
        return accept(Samples.to(to, sender, message));
    }

    private Message accept(Message message) {
        reserved(message);
        MessageProgress progress = new MessageProgress(message);
        activeMessages.add(progress);
        new Outbound(queues).send(SubmitTask.first(progress));
        return message;
    }

    private Message reserved(Message message) {
        long[] accounts = new long[message.payers()];
        long[] micros = new long[accounts.length];
        for (int level = 0; level < accounts.length; level++) {
            accounts[level] = message.payer(level);
            micros[level] = message.reservedMicros(level) * message.parts();
        }
        Ledger.Shortfall[] lacking = transactions.run(tx -> {
            Ledger.Shortfall[] missing = ledger.reserve(tx, List.of(new Claim(accounts, micros)));
            store.insert(tx, List.of(message), RECHECK_AFTER);
            return missing;
        });
        if (lacking[0] != null) {
            throw new IllegalStateException(lacking[0].toString());
        }
        return message;
    }

    public Message accept(long account, int parts) {
        return accept(account, RouteCandidate.NONE, parts, candidate(1, 45_000_000));
    }

    /// The progress that memory has, or the one of the table.
    MessageProgress progress(Message message) {
        MessageProgress known = activeMessages.get(message.id());
        return known != null ? known : store.load(List.of(message.id())).getFirst();
    }

    SubmitTask dispatch(Message message) {
        MessageProgress progress = progress(message);
        return new SubmitTask(progress, progress.candidate(), 0, 1);
    }

    /// An outcome on its way.
    public void say(Outcome outcome) {
        outcomes.again(outcome, Lane.SINGLE, Duration.ZERO);
    }

    public Outcome submitted(Message message, int part, int total, String smscId) {
        clock.advance(Duration.ofMillis(5));
        return new Outcome.Submitted(dispatch(message), part, total, smscId, smscId, false, clock.now());
    }

    Outcome refused(Message message, int part, int total, int status, boolean tryNext) {
        clock.advance(Duration.ofMillis(5));
        return new Outcome.Refused(dispatch(message), part, total, status, tryNext, "status " + status, clock.now());
    }

    public Outcome receipt(long operator, String smscId, ReceiptState state) {
        return receipt(operator, smscId, state, new AtomicInteger());
    }

    Outcome receipt(long operator, String smscId, ReceiptState state, AtomicInteger acknowledged) {
        clock.advance(Duration.ofMillis(5));
        ReceiptReport report = new ReceiptReport(
                smscId, smscId, state, state.name(), "000", null, "998901234567", "Bank", "id:" + smscId);
        return new Outcome.Receipt(operator, report, acknowledged::incrementAndGet, clock.now());
    }

    /// Settles everything that waits now.
    public void settle() throws InterruptedException {
        do {
            tracking.settle(512);
        } while (outcomes.size() > 0);
    }

    /// Says and settles.
    public void now(Outcome... said) throws InterruptedException {
        for (Outcome outcome : said) {
            say(outcome);
        }
        settle();
    }

    void takeApart() throws InterruptedException {
        tracking.takeApart();
    }

    void sweep() {
        tracking.sweep();
    }

    /// What waits to be sent at an operator; it is taken away.
    List<SubmitTask> queued(long operator) throws InterruptedException {
        List<SubmitTask> queued = new ArrayList<>();
        for (Claimed<SubmitTask> claimed : queues.of(operator).take(10_000, Duration.ZERO)) {
            claimed.done();
            queued.add(claimed.item());
        }
        return queued;
    }

    long reserved(long account) {
        return ledger.balance(account).orElseThrow().reserved().micros();
    }

    long balance(long account) {
        return ledger.balance(account).orElseThrow().balance().micros();
    }
}
