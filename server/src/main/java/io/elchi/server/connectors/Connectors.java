package io.elchi.server.connectors;

import io.elchi.server.cluster.ShardId;
import io.elchi.server.cluster.Shards;
import io.elchi.server.connectors.dispatch.LinkedOperator;
import io.elchi.server.core.RouteCandidate;
import io.elchi.server.messages.OperatorStates;
import io.elchi.server.messages.OperatorStates.State;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.SubmitTask;
import io.elchi.server.observe.Health;
import io.elchi.server.queue.OutboundQueues;
import io.elchi.server.queue.WorkQueue;
import io.elchi.server.routing.LinkSessions;
import io.elchi.server.routing.LinkSettings;
import io.elchi.server.routing.LinkStatus;
import io.elchi.server.routing.Links;
import io.elchi.server.routing.OperatorOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The module's interface: starts, changes and stops the operators' links as the tables say.
public final class Connectors implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Connectors.class);

    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    private final Links links;
    private final Surroundings queues;
    private final Shards shards;
    private final ShardReports reports;
    private final LinkedOperator.Shared shared;
    private final Map<Long, LinkedOperator> operators = new ConcurrentHashMap<>();
    private final Object applying = new Object();
    private final Semaphore changed = new Semaphore(0);
    private volatile Thread thread;
    /// null: its shard is not this process's.
    private volatile TestOperator testing;

    /// From where messages come, where outcomes go, and of which operators.
    record Surroundings(OutboundQueues<SubmitTask> outbound, WorkQueue<Outcome> outcomes, Shards shards) {}

    Connectors(Links links, Surroundings surroundings, ShardReports reports, LinkedOperator.Shared shared) {
        this.links = links;
        queues = surroundings;
        shards = surroundings.shards;
        this.reports = reports;
        this.shared = shared;
    }

    /// Opens what is wanted, and follows changes.
    public synchronized void start() {
        links.onChange(changed::release);
        changed.release();
        reports.start(this::status, this::sessions);
        thread = Thread.ofVirtual().name("connectors").start(this::follow);
    }

    /// There may be other shards now.
    public void changed() {
        changed.release();
    }

    /// Unbinds the links of a shard, each session after its window has drained.
    public void release(long shard) throws InterruptedException {
        LinkedOperator operator;
        synchronized (applying) {
            long id = ShardId.ofNumber(shard).operatorId();
            operator = operators.remove(id);
            if (id == RouteCandidate.TEST_OPERATOR) {
                stopTesting();
            }
        }
        if (operator != null) {
            operator.stop();
        }
    }

    private void follow() {
        try {
            while (true) {
                changed.acquire();
                changed.drainPermits();
                try {
                    apply();
                } catch (RuntimeException e) {
                    LOG.error("the links' settings could not be taken over; it is tried again", e);
                    Thread.sleep(RETRY_DELAY);
                    changed.release();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void apply() throws InterruptedException {
        synchronized (applying) {
            applyAll();
        }
    }

    private void applyAll() throws InterruptedException {
        applyTesting();
        List<LinkSettings> all = links.all();
        Map<Long, Instant> traces = links.traces();
        List<Links.SessionRebind> rebinds = links.rebinds();
        Set<Long> suspended = links.suspendedOperatorIds();
        Set<Long> held = links.heldOperatorIds();
        links.operators().forEach((id, options) -> {
            if (shards.mayBind(ShardId.of(id))) {
                operators.computeIfAbsent(id, _ -> operator(id, options)).use(options);
            }
        });
        List<Thread> applying = new ArrayList<>();
        // Operators that were removed are among them: their links are stopped.
        for (Map.Entry<Long, LinkedOperator> each : operators.entrySet()) {
            long id = each.getKey();
            LinkedOperator operator = each.getValue();
            operator.pause(held.contains(id) ? State.HELD : suspended.contains(id) ? State.SUSPENDED : null);
            List<LinkSettings> wanted =
                    all.stream().filter(link -> link.operatorId() == id).toList();
            applying.add(Thread.ofVirtual().name("links-" + id).start(() -> {
                apply(operator, wanted, traces);
                operator.rebind(rebinds);
            }));
        }
        // One operator that is slow to unbind must not hold up the others.
        for (Thread each : applying) {
            each.join();
        }
    }

    private void applyTesting() {
        boolean mine = shards.mayBind(ShardId.of(RouteCandidate.TEST_OPERATOR));
        if (mine && testing == null) {
            long id = RouteCandidate.TEST_OPERATOR;
            testing = new TestOperator(queues.outbound.of(id), outcomes(id), shared.accounts(), shared.clock());
        }
    }

    private void stopTesting() throws InterruptedException {
        if (testing != null) {
            testing.stop();
            testing = null;
        }
    }

    private Outcomes outcomes(long operatorId) {
        return new Outcomes(queues.outcomes, () -> shards.mayAct(ShardId.of(operatorId)));
    }

    private LinkedOperator operator(long id, OperatorOptions options) {
        return new LinkedOperator(id, queues.outbound.of(id), outcomes(id), options, shared);
    }

    private static void apply(LinkedOperator operator, List<LinkSettings> wanted, Map<Long, Instant> traces) {
        try {
            operator.apply(wanted);
            operator.trace(traces);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Every link that is started, as it is now.
    public List<LinkStatus> status() {
        return operators.values().stream()
                .flatMap(operator -> operator.status().stream())
                .sorted(java.util.Comparator.comparingLong(LinkStatus::linkId))
                .toList();
    }

    /// The sessions of an operator's links.
    private List<LinkSessions> sessions(long operatorId) {
        LinkedOperator operator = operators.get(operatorId);
        return operator == null ? List.of() : operator.sessions();
    }

    /// Whether a session of the shard's links is bound, or none is wanted.
    public boolean isBound(long shard) {
        LinkedOperator operator = operators.get(ShardId.ofNumber(shard).operatorId());
        if (operator == null) {
            return true;
        }
        List<LinkStatus> own = operator.status();
        return own.stream().allMatch(link -> link.wanted() == 0) || own.stream().anyMatch(link -> link.bound() > 0);
    }

    /// Whether an operator can send now.
    OperatorStates.State state(long operatorId) {
        if (operatorId == RouteCandidate.TEST_OPERATOR && testing != null) {
            return OperatorStates.State.SENDING;
        }
        LinkedOperator operator = operators.get(operatorId);
        return operator == null ? OperatorStates.State.UNREACHABLE : operator.state();
    }

    /// Whether the threads that follow the settings and send for each operator are alive; true before the start.
    boolean isAlive() {
        return thread == null
                || thread.isAlive()
                        && reports.isAlive()
                        && (testing == null || testing.isAlive())
                        && operators.values().stream().allMatch(LinkedOperator::isAlive);
    }

    /// Messages wait for links that are not bound: that is to be seen, but no reason to refuse them.
    Health.Status health() {
        List<LinkStatus> all = status();
        // A link with outbind wants none: what it has does not make up for others.
        int bound = all.stream()
                .mapToInt(link -> Math.min(link.bound(), link.wanted()))
                .sum();
        int wanted = all.stream().mapToInt(LinkStatus::wanted).sum();
        String detail = bound + " of " + wanted + " sessions are bound";
        Health.Status status = bound < wanted ? Health.Status.degraded(detail) : Health.Status.up(detail);
        return status.withInside(all.stream().map(Connectors::line).toList());
    }

    private static String line(LinkStatus link) {
        String problem =
                link.problem() == null || link.bound() >= Math.max(1, link.wanted()) ? "" : ", " + link.problem();
        return link.name() + ": " + link.bound() + " of " + link.wanted() + " since " + link.since() + problem;
    }

    /// Sends no more, drains the windows, unbinds.
    @Override
    public synchronized void close() {
        if (thread == null) {
            return;
        }
        reports.stopping();
        thread.interrupt();
        try {
            thread.join();
            stopTesting();
            List<Thread> stopping = new ArrayList<>();
            for (LinkedOperator operator : operators.values()) {
                stopping.add(Thread.ofVirtual().name("operator-stop").start(() -> stop(operator)));
            }
            for (Thread each : stopping) {
                each.join();
            }
            reports.close(this::status, this::sessions);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        shared.opener().close();
    }

    private static void stop(LinkedOperator operator) {
        try {
            operator.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
