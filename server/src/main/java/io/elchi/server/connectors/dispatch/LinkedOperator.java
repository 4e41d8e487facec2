package io.elchi.server.connectors.dispatch;

import io.elchi.server.connectors.Outcomes;
import io.elchi.server.core.Clock;
import io.elchi.server.messages.OperatorStates;
import io.elchi.server.messages.SubmitTask;
import io.elchi.server.messages.SuspendedAccounts;
import io.elchi.server.queue.WorkQueue;
import io.elchi.server.routing.LinkSessions;
import io.elchi.server.routing.LinkSettings;
import io.elchi.server.routing.LinkStatus;
import io.elchi.server.routing.Links;
import io.elchi.server.routing.OperatorHealth;
import io.elchi.server.routing.OperatorOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One operator: its links, and the dispatcher that sends over them. It exists also without any link, so that its
/// messages go to their next operator.
public final class LinkedOperator {
    private static final Logger LOG = LoggerFactory.getLogger(LinkedOperator.class);
    private static final Duration TIMEOUT = Duration.ofMillis(200);

    private final long id;
    private final LinkOpener opener;
    private final OperatorHealth health;
    private final Runnable boundChanged;
    private final Outcomes outcomes;
    private final Clock clock;
    private final OperatorMetrics metrics;
    private final BoundSessions lines = new BoundSessions();
    private final Dispatcher dispatcher;
    private final Map<Long, OperatorLink> links = new ConcurrentHashMap<>();
    /// Links whose settings nothing can be started with.
    private final Map<Long, LinkStatus> unusable = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile ReceiptReading receipts;
    private volatile boolean stopping;

    /// Objects shared by all operators.
    ///
    /// @param boundChanged to be called when a session is bound or ends; must not block
    public record Shared(
            LinkOpener opener,
            OperatorHealth health,
            Runnable boundChanged,
            io.elchi.server.observe.Metrics metrics,
            SuspendedAccounts accounts,
            Clock clock) {}

    public LinkedOperator(
            long id, WorkQueue<SubmitTask> queue, Outcomes outcomes, OperatorOptions options, Shared shared) {
        this.id = id;
        opener = shared.opener();
        health = shared.health();
        boundChanged = shared.boundChanged();
        this.outcomes = outcomes;
        clock = shared.clock();
        metrics = new OperatorMetrics(shared.metrics(), id);
        dispatcher = new Dispatcher(queue, lines, outcomes, metrics, clock, shared.accounts(), options);
        receipts = ReceiptReading.of(options);
        metrics.show(() -> sum(LinkStatus::bound), () -> sum(LinkStatus::inFlight), () -> sum(LinkStatus::window));
        metrics.show(dispatcher.waits());
        health.report(id, false);
        thread = Thread.ofPlatform().name("dispatch-" + id).start(this::run);
    }

    private int sum(java.util.function.ToIntFunction<LinkStatus> what) {
        return status().stream().mapToInt(what).sum();
    }

    /// Whether the thread that sends is alive.
    public boolean isAlive() {
        return thread.isAlive();
    }

    private void run() {
        while (!stopping) {
            try {
                dispatcher.turn(TIMEOUT);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.error("operator {}: a turn of the dispatcher failed", id, e);
            }
        }
    }

    /// Sends no more messages to an operator that is suspended or held; its links stay bound, so that receipts
    /// arrive.
    ///
    /// @param why null: it may be sent to
    public void pause(OperatorStates.State why) {
        dispatcher.stop(why);
    }

    /// New options take effect at once; the sessions stay bound.
    public void use(OperatorOptions options) {
        if (!options.equals(dispatcher.options())) {
            dispatcher.use(options);
            receipts = ReceiptReading.of(options);
        }
    }

    public ReceiptReading receipts() {
        return receipts;
    }

    /// Makes the links what is wanted: those that did not change are left alone.
    public synchronized void apply(List<LinkSettings> wanted) throws InterruptedException {
        Map<Long, LinkSettings> started = new HashMap<>();
        wanted.stream().filter(LinkSettings::started).forEach(each -> started.put(each.id(), each));
        for (OperatorLink link : List.copyOf(links.values())) {
            LinkSettings settings = link.settings();
            if (!settings.equals(started.get(settings.id()))) {
                LOG.info("link {}: stopping", settings.name());
                links.remove(settings.id());
                link.stop();
            }
        }
        unusable.clear();
        for (LinkSettings settings : started.values()) {
            if (!links.containsKey(settings.id())) {
                start(settings);
            }
        }
    }

    /// Traces the PDUs of these links until then, and of no others.
    public void trace(Map<Long, Instant> until) {
        links.forEach((linkId, link) -> link.trace(until.get(linkId)));
    }

    /// Ends these sessions, as far as they are bound: their links bind them anew.
    public void rebind(List<Links.SessionRebind> rebinds) {
        for (Links.SessionRebind each : rebinds) {
            OperatorLink link = links.get(each.linkId());
            if (link != null) {
                link.rebind(each);
            }
        }
    }

    private void start(LinkSettings settings) {
        try {
            OperatorLink link = opener.open(settings, this);
            link.start();
            links.put(settings.id(), link);
        } catch (IOException | IllegalArgumentException e) {
            LOG.error("link {}: cannot be started: {}", settings.name(), e.getMessage());
            unusable.put(
                    settings.id(),
                    new LinkStatus(
                            settings.id(),
                            id,
                            settings.name(),
                            0,
                            settings.sessions(),
                            0,
                            0,
                            "cannot be started: " + e.getMessage(),
                            clock.now()));
        }
    }

    public void sessionUp(BoundSession line) {
        lines.add(line);
        health.report(id, true);
        boundChanged.run();
    }

    public void sessionDown(BoundSession line) {
        lines.remove(line);
        health.report(id, !lines.isEmpty());
        boundChanged.run();
    }

    public Outcomes outcomes() {
        return outcomes;
    }

    public OperatorMetrics metrics() {
        return metrics;
    }

    /// Whether it can send now.
    public OperatorStates.State state() {
        return dispatcher.state();
    }

    public List<LinkStatus> status() {
        List<LinkStatus> status = new ArrayList<>(unusable.values());
        links.values().forEach(link -> status.add(link.status()));
        return status;
    }

    /// The sessions of each link that is started.
    public List<LinkSessions> sessions() {
        List<LinkSessions> sessions = new ArrayList<>();
        String limitedBy = dispatcher.waits().limitedBy(clock.nanos());
        unusable.values()
                .forEach(each -> sessions.add(new LinkSessions(
                        each.linkId(), each.operatorId(), each.wanted(), each.problem(), List.of(), limitedBy)));
        links.values().forEach(link -> sessions.add(link.sessions(limitedBy)));
        return sessions;
    }

    /// Sends no more, drains, unbinds.
    public void stop() throws InterruptedException {
        stopping = true;
        thread.join();
        apply(List.of());
    }
}
