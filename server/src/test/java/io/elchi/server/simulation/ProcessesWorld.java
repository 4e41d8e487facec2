package io.elchi.server.simulation;

import io.elchi.server.billing.MemoryLedger;
import io.elchi.server.cluster.LeaseLostException;
import io.elchi.server.cluster.MemoryLeases;
import io.elchi.server.cluster.ShardId;
import io.elchi.server.connectors.smpp.DispatcherHarness;
import io.elchi.server.core.Clock;
import io.elchi.server.core.ManualClock;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.MessageIds;
import io.elchi.server.core.Money;
import io.elchi.server.db.CommitUnknownException;
import io.elchi.server.db.MemoryTransactions;
import io.elchi.server.db.NotCommittedException;
import io.elchi.server.intake.IntakeHarness;
import io.elchi.server.messages.Event;
import io.elchi.server.messages.EventKind;
import io.elchi.server.messages.MemoryMessageStore;
import io.elchi.server.observe.Metrics;
import io.elchi.server.queue.Lane;
import io.elchi.server.queue.MemoryHandoff;
import io.elchi.server.tracking.TrackingProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/// Several processes in one thread, on the stores of one database. They share the operators, die, stand still
/// while others take over, give shards away in order, and hints between them get lost.
final class ProcessesWorld {
    private static final int PROCESSES = 3;
    private static final int OPERATORS = 2;
    /// Messages go to their next operator, and then the first one answers.
    private static final Faults LATE = new Faults(0, 0, 0, 0, 0, 0.4, 0, 0, 0.5, 0, 0, 0, 0);
    private static final Duration RECHECK_AFTER = Duration.ofMinutes(2);

    final SplittableRandom random;
    final ManualClock clock = ManualClock.atMidnight();
    final MemoryLedger ledger = new MemoryLedger();
    final MemoryMessageStore store = new MemoryMessageStore();
    final List<FakeOperator> operators = new ArrayList<>();
    final SimulatedClients clients;
    private final MemoryLeases leases = new MemoryLeases();
    private final MemoryHandoff handoff = new MemoryHandoff();
    private final Agenda agenda = new Agenda(clock);
    private final MemoryTransactions transactions;
    private final List<Running> processes = new ArrayList<>();
    private final boolean resend;
    final int mostSkewMillis;
    private Faults faults;
    int refused;
    int forwarded;

    /// A process, and what it does for the operators that it has.
    private final class Running {
        private final Clock own = new SkewedClock(clock, skew());
        private final TrackingProcess tracking = new TrackingProcess(
                new TrackingProcess.Base(transactions, ledger, store, clients.events, own, random),
                leases.process(),
                handoff,
                RECHECK_AFTER,
                World.RECEIPT_TIMEOUT);
        private final IntakeHarness intake = new IntakeHarness(
                new IntakeHarness.World(
                        transactions,
                        ledger,
                        store,
                        _ -> Requests.candidates(random),
                        tracking.activeMessages,
                        tracking.outbound,
                        new MessageIds(own, random),
                        own,
                        tracking.shards,
                        tracking.handoff,
                        clients.events,
                        clients.idempotency),
                RECHECK_AFTER,
                new Metrics());
        private final Map<Integer, DispatcherHarness> dispatchers = new HashMap<>();
        private boolean paused;

        boolean has(int operator) {
            return leases.owner(operator + 1L) == tracking.shards;
        }

        /// Whether another process took what this one believes to have.
        boolean isStale() {
            for (int operator = 0; operator < OPERATORS; operator++) {
                if (tracking.shards.owns(ShardId.of(operator + 1L)) && !has(operator)) {
                    return true;
                }
            }
            return false;
        }

        void take(int operator) {
            leases.take(tracking.shards, operator + 1L);
            tracking.acquired(operator + 1L);
            dispatchers.put(
                    operator,
                    new DispatcherHarness(
                            operator + 1L,
                            tracking.queues.of(operator + 1L),
                            tracking.outcomes,
                            operators.get(operator),
                            own,
                            resend));
        }

        void connect(int operator) {
            DispatcherHarness dispatcher = dispatchers.get(operator);
            operators.get(operator).bind(outcome -> tracking.outcomes.offer(outcome, Lane.SINGLE), dispatcher);
            dispatcher.up();
        }

        void disconnect(int operator) {
            operators.get(operator).disconnect();
            dispatchers.get(operator).down();
        }

        void release(int operator) throws InterruptedException {
            if (operators.get(operator).isUp()) {
                disconnect(operator);
            }
            tracking.release(operator + 1L);
            dispatchers.remove(operator);
            leases.free(operator + 1L);
        }
    }

    ProcessesWorld(SplittableRandom random) {
        this.random = random;
        faults = random.nextInt(3) > 0 ? Faults.drawn(random) : LATE;
        resend = faults.equals(LATE) || random.nextBoolean();
        mostSkewMillis = random.nextBoolean() ? 0 : random.nextInt(1, 900_000);
        transactions = new MemoryTransactions(() -> faults.end(random));
        ledger.open(World.RESELLER, Money.zero("UZS"));
        ledger.open(World.BANK, Money.zero("UZS"));
        ledger.open(World.SHOP, Money.parse("500", "UZS"));
        ledger.topUp(World.RESELLER, Money.parse("100000", "UZS"), "start");
        ledger.topUp(World.BANK, Money.parse("100000", "UZS"), "start");
        clients = new SimulatedClients(random, store, ledger, clock);
        for (long id = 1; id <= OPERATORS; id++) {
            operators.add(new FakeOperator(id, clock, agenda, random, faults));
        }
        for (int i = 0; i < PROCESSES; i++) {
            processes.add(new Running());
        }
    }

    /// Half of the worlds have clocks that differ, as they do without NTP.
    private Duration skew() {
        return Duration.ofMillis(mostSkewMillis == 0 ? 0 : random.nextInt(-mostSkewMillis, mostSkewMillis + 1));
    }

    /// One step of something, drawn.
    void step() throws InterruptedException {
        int at = random.nextInt(PROCESSES);
        Running process = processes.get(at);
        try {
            if (process.paused) {
                if (random.nextInt(20) == 0) {
                    wake(at);
                }
                agenda.advance(Duration.ofMillis(random.nextInt(100)));
                return;
            }
            step(at, process);
            if (random.nextDouble() < faults.crash()) {
                die(at);
            }
        } catch (MemoryTransactions.Crash e) {
            die(at);
        } catch (LeaseLostException e) {
            throw new AssertionError("a process that has its shards lost one", e);
        } catch (NotCommittedException | CommitUnknownException e) {
            // The sweeper's own transaction: its thread logs, and looks again.
            return;
        }
    }

    private void step(int at, Running process) throws InterruptedException {
        int operator = random.nextInt(OPERATORS);
        switch (random.nextInt(13)) {
            case 0, 1 -> send(process);
            case 2, 3, 4 -> {
                if (process.has(operator)) {
                    process.dispatchers.get(operator).turn();
                }
            }
            case 5, 6 -> {
                process.tracking.settle();
                forwarded = Math.max(forwarded, handoff.waiting());
            }
            case 7 -> process.tracking.sweep();
            case 8 -> lines(process, operator);
            case 9 -> share(at, process, operator);
            case 10 -> process.tracking.deliver();
            case 11 -> clients.look();
            // So fast that answers are late while messages still come.
            default -> agenda.advance(Duration.ofMillis(random.nextInt(faults.equals(LATE) ? 3_000 : 500)));
        }
    }

    private void send(Running process) {
        clients.send(process.intake, null);
    }

    private void lines(Running process, int operator) {
        if (!process.has(operator)) {
            return;
        }
        if (!operators.get(operator).isUp()) {
            process.connect(operator);
        } else if (random.nextDouble() < faults.disconnect()) {
            process.disconnect(operator);
        }
    }

    /// Shards change their owners.
    private void share(int at, Running process, int operator) throws InterruptedException {
        switch (random.nextInt(8)) {
            case 0 -> process.paused = true;
            case 1 -> handoff.loseHints();
            case 2 -> {
                if (process.has(operator)) {
                    process.release(operator);
                }
            }
            default -> takeOver(at, process, operator);
        }
    }

    /// Of nobody, or of one that stands still so long that its lease ran out.
    private void takeOver(int at, Running process, int operator) {
        Running owner = processes.stream()
                .filter(each -> each.has(operator))
                .findFirst()
                .orElse(null);
        if (owner == null || owner.paused && owner != processes.get(at)) {
            if (owner != null) {
                operators.get(operator).gatewayDied(stored());
            }
            process.take(operator);
        }
    }

    /// What it believes to have may be another's by now: it may settle nothing of it, and ends.
    private void wake(int at) throws InterruptedException {
        Running process = processes.get(at);
        process.paused = false;
        if (!process.isStale()) {
            return;
        }
        int events = store.events().size();
        try {
            process.tracking.sweep();
            boolean any = process.tracking.outcomes.size() > 0;
            process.tracking.settle();
            if (any && process.dispatchers.size() == 1 && store.events().size() > events) {
                throw new AssertionError("settled without the shard");
            }
        } catch (LeaseLostException e) {
            refused++;
        } finally {
            die(at);
        }
    }

    private Set<String> stored() {
        Set<String> stored = new HashSet<>();
        for (Event event : store.events()) {
            if (event.kind() == EventKind.SUBMITTED) {
                stored.add(event.messageId() + "/" + event.part());
            }
        }
        return stored;
    }

    /// kill -9, and a new process.
    private void die(int at) {
        Running process = processes.get(at);
        for (int operator = 0; operator < OPERATORS; operator++) {
            if (process.has(operator)) {
                operators.get(operator).gatewayDied(stored());
                leases.free(operator + 1L);
            }
        }
        processes.set(at, new Running());
    }

    /// No more messages, no more faults: everything comes to its end.
    void comeToRest(Runnable check) throws InterruptedException {
        faults = Faults.NONE;
        operators.forEach(operator -> operator.faults(Faults.NONE));
        for (int i = 0; i < PROCESSES; i++) {
            if (processes.get(i).paused) {
                wake(i);
            }
        }
        for (int operator = 0; operator < OPERATORS; operator++) {
            int wanted = operator;
            if (processes.stream().noneMatch(each -> each.has(wanted))) {
                processes.get(random.nextInt(PROCESSES)).take(operator);
            }
        }
        int quiet = 0;
        for (int i = 0; i < 5_000 && quiet < 200; i++) {
            for (Running process : processes) {
                rest(process);
            }
            check.run();
            agenda.advance(i < 400 ? Duration.ofMillis(500) : Duration.ofMinutes(5));
            quiet = store.unfinished() == 0 && handoff.waiting() == 0 ? quiet + 1 : 0;
        }
    }

    private void rest(Running process) throws InterruptedException {
        for (int operator = 0; operator < OPERATORS; operator++) {
            if (process.has(operator)) {
                if (!operators.get(operator).isUp()) {
                    process.connect(operator);
                }
                process.dispatchers.get(operator).turn();
            }
        }
        process.tracking.deliver();
        process.tracking.settle();
        process.tracking.sweep();
    }

    /// Empty when every message has its end, and the inbox is empty.
    String unfinished() {
        StringBuilder text = new StringBuilder();
        for (MessageId id : store.unfinished(new MessageId(0, 0), 100)) {
            text.append(id).append('\n');
            for (Running process : processes) {
                var progress = process.tracking.activeMessages.get(id);
                text.append(
                        progress == null
                                ? " -"
                                : " candidate " + progress.candidate() + " pending " + progress.pendingParts());
            }
            store.events(id).forEach(event -> text.append("  ").append(event).append('\n'));
        }
        return handoff.waiting() == 0 ? text.toString() : text + " and " + handoff.waiting() + " in the inbox";
    }
}
