package io.elchi.server.connectors.http;

import io.elchi.server.config.Config;
import io.elchi.server.connectors.ConnectorsProperties;
import io.elchi.server.connectors.Openers;
import io.elchi.server.connectors.Outcomes;
import io.elchi.server.connectors.dispatch.LinkedOperator;
import io.elchi.server.connectors.smpp.Texts;
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
import io.elchi.server.routing.HttpPresets;
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

/// One operator with links over HTTP, on real sockets, and queues that the test looks into. Its clock is the test's.
final class HttpScene {
    static final String RECEIPTS = "https://sms.example";
    static final String TOKEN = "tokentokentokentokentokentokentoken";

    final ManualClock clock = ManualClock.atMidnight();
    final Texts texts = new Texts(clock.now());
    final OperatorHealth health = new OperatorHealth();
    final WorkQueue<SubmitTask> queue = Queues.local(10_000, clock);
    final WorkQueue<Outcome> outcomes = Queues.local(10_000, clock);
    final Metrics metrics = new Metrics();
    final LinkedOperator operator;
    private final SmppClient client = SmppClient.create(1);

    HttpScene() {
        ConnectorsProperties properties = Config.record(
                "connectors", ConnectorsProperties.class, Map.of("receipt_url", RECEIPTS, "drain", "200ms"));
        operator = new LinkedOperator(
                1,
                queue,
                new Outcomes(outcomes, () -> true),
                operatorOptions(true),
                new LinkedOperator.Shared(
                        new Openers(client, properties, clock, PduTraces.NONE),
                        health,
                        () -> {},
                        metrics,
                        _ -> SuspendedAccounts.Suspension.NONE,
                        clock));
    }

    static OperatorOptions operatorOptions(boolean resend) {
        return Config.record("operator", OperatorOptions.class, Map.of("resend_unanswered", resend));
    }

    /// Options of a preset, with others in their places.
    ///
    /// @param more dotted names with their values, in turn
    static LinkOptions options(HttpPresets.Preset preset, Object... more) {
        Map<String, Object> tree = new HashMap<>();
        if (preset != null) {
            HttpPresets.of(preset).forEach((name, group) -> tree.put(name, new HashMap<>((Map<?, ?>) group)));
        }
        for (int i = 0; i < more.length; i += 2) {
            String[] path = ((String) more[i]).split("\\.");
            @SuppressWarnings("unchecked") // each group is such a map
            Map<String, Object> group = (Map<String, Object>) tree.computeIfAbsent(path[0], _ -> new HashMap<>());
            group.put(path[1], more[i + 1]);
        }
        return Config.record("options", LinkOptions.class, tree);
    }

    static LinkSettings link(int window, LinkOptions options) {
        return new LinkSettings(
                7,
                1,
                "http-7",
                true,
                LinkSettings.Protocol.HTTP,
                options.http().host(),
                options.http().port(),
                options.http().isTls(),
                LinkSettings.BindAs.TRANSCEIVER,
                1,
                "elchi",
                new Secret("se&c=ret"),
                "",
                "3.4",
                window,
                0,
                options);
    }

    void use(LinkSettings... links) throws InterruptedException {
        operator.apply(List.of(links));
    }

    void awaitBound(int bound) throws InterruptedException {
        Await.until(
                bound + " links are bound",
                () -> operator.status().stream().mapToInt(LinkStatus::bound).sum() == bound);
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

    void close() throws InterruptedException {
        operator.stop();
        client.close();
    }
}
