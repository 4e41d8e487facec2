package io.elchi.server.connectors.smpp;

import io.elchi.server.config.Config;
import io.elchi.server.connectors.ConnectorsProperties;
import io.elchi.server.connectors.Openers;
import io.elchi.server.connectors.Outcomes;
import io.elchi.server.connectors.dispatch.LinkedOperator;
import io.elchi.server.core.Await;
import io.elchi.server.core.ManualClock;
import io.elchi.server.core.Secret;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.SubmitTask;
import io.elchi.server.messages.SuspendedAccounts;
import io.elchi.server.observe.Metrics;
import io.elchi.server.queue.Claimed;
import io.elchi.server.queue.Lane;
import io.elchi.server.queue.Queues;
import io.elchi.server.queue.WorkQueue;
import io.elchi.server.routing.LinkOptions;
import io.elchi.server.routing.LinkSettings;
import io.elchi.server.routing.LinkStatus;
import io.elchi.server.routing.OperatorHealth;
import io.elchi.server.routing.OperatorOptions;
import io.elchi.server.traces.PduTraces;
import io.elchi.smpp.session.SmppClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One operator with its links, on real sockets, and queues that the test looks into. Its clock is the test's; the
/// sessions' timers are real.
final class LinkScene {
    static final OperatorOptions DEFAULTS = Config.record("operator", OperatorOptions.class, Map.of());

    final ManualClock clock = ManualClock.atMidnight();
    final Texts texts = new Texts(clock.now());
    final OperatorHealth health = new OperatorHealth();
    final WorkQueue<SubmitTask> queue = Queues.local(10_000, clock);
    final WorkQueue<Outcome> outcomes;
    final Metrics metrics = new Metrics();
    final LinkedOperator operator;
    private final SmppClient client = SmppClient.create(1);

    LinkScene() {
        this(10_000);
    }

    /// @param permits for outcomes
    LinkScene(int permits) {
        outcomes = Queues.local(permits, clock);
        ConnectorsProperties properties = Config.record("connectors", ConnectorsProperties.class, Map.of());
        operator = new LinkedOperator(
                1,
                queue,
                new Outcomes(outcomes, () -> true),
                DEFAULTS,
                new LinkedOperator.Shared(
                        new Openers(client, properties, clock, PduTraces.NONE),
                        health,
                        () -> {},
                        metrics,
                        _ -> SuspendedAccounts.Suspension.NONE,
                        clock));
    }

    /// A link to the centre with a window of 10 and these options.
    static LinkSettings link(Smsc smsc, Object... options) {
        return link(7, smsc, 10, 1, "3.4", options);
    }

    static LinkSettings link(long id, Smsc smsc, int window, int sessions, String version, Object... options) {
        return link(id, smsc.port(), window, sessions, version, options);
    }

    /// A link to whatever listens at the port.
    static LinkSettings linkTo(int port, Object... options) {
        return link(7, port, 10, 1, "3.4", options);
    }

    private static LinkSettings link(long id, int port, int window, int sessions, String version, Object... options) {
        return new LinkSettings(
                id,
                1,
                "link-" + id,
                true,
                LinkSettings.Protocol.SMPP,
                "127.0.0.1",
                port,
                false,
                LinkSettings.BindAs.TRANSCEIVER,
                sessions,
                "elchi",
                new Secret("secret"),
                "",
                version,
                window,
                0,
                options(options));
    }

    /// Options of a link by their dotted names; the others have their defaults.
    static LinkOptions options(Object... options) {
        Map<String, Object> tree = new HashMap<>();
        for (int i = 0; i < options.length; i += 2) {
            String[] path = ((String) options[i]).split("\\.");
            @SuppressWarnings("unchecked") // each group is such a map
            Map<String, Object> group = (Map<String, Object>) tree.computeIfAbsent(path[0], _ -> new HashMap<>());
            group.put(path[1], options[i + 1]);
        }
        return Config.record("options", LinkOptions.class, tree);
    }

    /// Options of the operator; the others have their defaults.
    void operator(Object... options) {
        Map<String, Object> map = new HashMap<>();
        for (int i = 0; i < options.length; i += 2) {
            map.put((String) options[i], options[i + 1]);
        }
        operator.use(Config.record("operator", OperatorOptions.class, map));
    }

    void use(LinkSettings... links) throws InterruptedException {
        operator.apply(List.of(links));
    }

    /// The same, and waits until every session is bound: with a clock that stands still, what came before would
    /// wait for the next look at it.
    void bind(LinkSettings... links) throws InterruptedException {
        use(links);
        awaitBound(List.of(links).stream().mapToInt(LinkSettings::sessions).sum());
    }

    SubmitTask send(SubmitTask task) {
        if (!queue.offer(task, new Lane(task.message().messageClass(), 1, 1))) {
            throw new AssertionError("the queue is full");
        }
        return task;
    }

    /// The next outcome of this kind; one of another kind fails.
    <T extends Outcome> T next(Class<T> kind) throws InterruptedException {
        List<Claimed<Outcome>> taken = outcomes.take(1, Duration.ofSeconds(60));
        if (taken.isEmpty()) {
            throw new AssertionError("no outcome came");
        }
        return kind.cast(taken.getFirst().item());
    }

    LinkStatus status() {
        return operator.status().getFirst();
    }

    void awaitBound(int sessions) throws InterruptedException {
        Await.until(
                sessions + " sessions are bound",
                () -> operator.status().stream().mapToInt(LinkStatus::bound).sum() == sessions);
    }

    void close() throws InterruptedException {
        operator.stop();
        client.close();
    }
}
