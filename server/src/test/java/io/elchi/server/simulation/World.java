package io.elchi.server.simulation;

import io.elchi.server.billing.Batches;
import io.elchi.server.billing.MemoryLedger;
import io.elchi.server.cluster.AllShards;
import io.elchi.server.connectors.smpp.DispatcherHarness;
import io.elchi.server.core.ManualClock;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.MessageIds;
import io.elchi.server.core.Money;
import io.elchi.server.db.MemoryTransactions;
import io.elchi.server.inbound.NoInboundStore;
import io.elchi.server.intake.IntakeHarness;
import io.elchi.server.messages.ActiveMessages;
import io.elchi.server.messages.Event;
import io.elchi.server.messages.EventKind;
import io.elchi.server.messages.MemoryMessageStore;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.MessageProgress;
import io.elchi.server.messages.Outbound;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.SubmitTask;
import io.elchi.server.observe.Metrics;
import io.elchi.server.queue.Lane;
import io.elchi.server.queue.OutboundQueues;
import io.elchi.server.queue.Queues;
import io.elchi.server.queue.WorkQueue;
import io.elchi.server.tracking.TrackingHarness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/// The whole message path in one thread: stores and operators that last, and a gateway that may die at any step
/// and starts again from what is stored.
final class World {
    static final long RESELLER = 1;
    static final long BANK = 2;
    static final long SHOP = 3;
    private static final Duration RECHECK_AFTER = Duration.ofMinutes(2);
    static final Duration RECEIPT_TIMEOUT = Duration.ofHours(1);

    final SplittableRandom random;
    final ManualClock clock = ManualClock.atMidnight();
    final MemoryLedger ledger = new MemoryLedger();
    final MemoryMessageStore store = new MemoryMessageStore();
    final List<FakeOperator> operators = new ArrayList<>();
    final SimulatedClients clients;
    private final Agenda agenda = new Agenda(clock);
    private final MemoryTransactions transactions;
    private final int memory;
    private Faults faults;
    private Gateway gateway;
    int crashes;

    /// What dies.
    private final class Gateway {
        private final ActiveMessages activeMessages = new ActiveMessages(100_000);
        private final OutboundQueues<SubmitTask> queues = Queues.localOutbound(1_000, clock, (_, _) -> {});
        private final WorkQueue<Outcome> outcomes = Queues.local(1_000, clock);
        private final Outbound outbound = new Outbound(queues);
        private final IntakeHarness intake;
        private final TrackingHarness tracking;
        private final List<DispatcherHarness> dispatchers = new ArrayList<>();

        Gateway() {
            intake = new IntakeHarness(
                    new IntakeHarness.World(
                            transactions,
                            ledger,
                            store,
                            _ -> Requests.candidates(random),
                            activeMessages,
                            outbound,
                            new MessageIds(clock, random),
                            clock,
                            AllShards.owned(),
                            null,
                            clients.events,
                            clients.idempotency),
                    RECHECK_AFTER,
                    new Metrics());
            tracking = new TrackingHarness(
                    new TrackingHarness.World(
                            transactions,
                            ledger,
                            store,
                            new NoInboundStore(),
                            new Batches(clock, random),
                            activeMessages,
                            outbound,
                            outcomes,
                            clients.events,
                            clock),
                    RECHECK_AFTER,
                    RECEIPT_TIMEOUT,
                    memory);
            for (int i = 0; i < operators.size(); i++) {
                dispatchers.add(new DispatcherHarness(i + 1, queues.of(i + 1), outcomes, operators.get(i), clock));
            }
        }

        private void connect(int operator) {
            operators.get(operator).bind(outcome -> outcomes.offer(outcome, Lane.SINGLE), dispatchers.get(operator));
            dispatchers.get(operator).up();
        }
    }

    World(SplittableRandom random) {
        this.random = random;
        faults = Faults.drawn(random);
        transactions = new MemoryTransactions(() -> faults.end(random));
        // Sometimes so small that parts are forgotten and have to be found in the store.
        memory = random.nextBoolean() ? 10_000 : 3;
        ledger.open(RESELLER, Money.zero("UZS"));
        ledger.open(BANK, Money.zero("UZS"));
        ledger.open(SHOP, Money.parse("500", "UZS"));
        ledger.topUp(RESELLER, Money.parse(random.nextBoolean() ? "100000" : "3000", "UZS"), "start");
        ledger.topUp(BANK, Money.parse(random.nextBoolean() ? "100000" : "2000", "UZS"), "start");
        clients = new SimulatedClients(random, store, ledger, clock);
        for (long id = 1; id <= 2; id++) {
            operators.add(new FakeOperator(id, clock, agenda, random, faults));
        }
        gateway = new Gateway();
    }

    /// One step of something, drawn.
    void step() throws InterruptedException {
        try {
            switch (random.nextInt(11)) {
                case 0, 1 -> send();
                case 2, 3 -> gateway.dispatchers.get(random.nextInt(2)).turn();
                case 4, 5 -> gateway.tracking.settle(1 + random.nextInt(20));
                case 6 -> gateway.tracking.sweep();
                case 7 -> lines();
                case 8 -> clients.look();
                default -> agenda.advance(Duration.ofMillis(random.nextInt(500)));
            }
            if (random.nextDouble() < faults.crash()) {
                die();
            }
            if (random.nextDouble() < faults.clockJump()) {
                clock.jump(Duration.ofSeconds(random.nextInt(-900, 901)));
            }
        } catch (MemoryTransactions.Crash e) {
            die();
        } catch (io.elchi.server.db.NotCommittedException | io.elchi.server.db.CommitUnknownException e) {
            // The sweeper's own transaction: its thread logs, and looks again.
            return;
        }
    }

    private void send() {
        clients.send(gateway.intake, clock.now());
    }

    private void lines() {
        int operator = random.nextInt(2);
        if (!operators.get(operator).isUp()) {
            gateway.connect(operator);
        } else if (random.nextDouble() < faults.disconnect()) {
            operators.get(operator).disconnect();
            gateway.dispatchers.get(operator).down();
        }
    }

    /// kill -9, and a new process.
    private void die() {
        crashes++;
        Set<String> stored = new HashSet<>();
        for (Event event : store.events()) {
            if (event.kind() == EventKind.SUBMITTED) {
                stored.add(event.messageId() + "/" + event.part());
            }
        }
        operators.forEach(operator -> operator.gatewayDied(stored));
        gateway = new Gateway();
    }

    /// No more messages, no more faults: everything comes to its end.
    void comeToRest(Runnable check) throws InterruptedException {
        faults = Faults.NONE;
        operators.forEach(operator -> operator.faults(Faults.NONE));
        int quiet = 0;
        for (int i = 0; i < 5_000 && quiet < 200; i++) {
            for (int operator = 0; operator < operators.size(); operator++) {
                if (!operators.get(operator).isUp()) {
                    gateway.connect(operator);
                }
                gateway.dispatchers.get(operator).turn();
            }
            while (gateway.tracking.settle(100) && gateway.outcomes.size() > 0) {
                // Until nothing waits.
            }
            check.run();
            gateway.tracking.sweep();
            if (i == 399) {
                // Operators have been there for longer than the sweeper needs.
                whatWaitsIsSent();
            }
            agenda.advance(i < 400 ? Duration.ofMillis(500) : Duration.ofMinutes(5));
            quiet = store.unfinished() == 0 && gateway.outcomes.size() == 0 ? quiet + 1 : 0;
        }
    }

    /// No part of a message that is still valid waits without anybody who will send it.
    private void whatWaitsIsSent() {
        for (MessageProgress progress : store.load(store.unfinished(new MessageId(0, 0), 1_000))) {
            Message message = progress.message();
            // The clock was set now and then: the time of a scheduled message may not have come yet.
            boolean due = !message.isScheduled(clock.now().minus(RECHECK_AFTER));
            if (due && progress.hasPending() && !message.expired(clock.now())) {
                throw new AssertionError("nobody sends the rest of " + unfinished());
            }
        }
    }

    /// Unfinished messages with what is stored of them and what memory thinks.
    String unfinished() {
        StringBuilder text = new StringBuilder();
        for (MessageId id : store.unfinished(new MessageId(0, 0), 100)) {
            MessageProgress progress = gateway.activeMessages.get(id);
            text.append(id)
                    .append(
                            progress == null
                                    ? " not in memory"
                                    : " candidate " + progress.candidate() + " pending " + progress.pendingParts()
                                            + " submitted " + progress.submittedParts())
                    .append('\n');
            store.events(id).forEach(event -> text.append("  ").append(event).append('\n'));
        }
        return text.toString();
    }
}
