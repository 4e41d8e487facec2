package io.elchi.server.rules;

import io.elchi.server.core.Clock;
import io.elchi.server.core.MessageClass;
import io.elchi.server.http.OutgoingClient;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import io.elchi.server.rules.RuleAction.Ask;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Decisions of services over HTTP. The thread of the submission waits, for two seconds in all. What a rule's service
/// does not answer in time, the rule's `on_failure` decides. After some failures the service is left alone for a while.
final class ExternalDecisions implements Decisions, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExternalDecisions.class);
    private static final Map<String, String> HEADERS = Map.of("Accept", "application/json");
    /// In succession.
    private static final int MOST_FAILURES = 5;
    private static final Duration LEFT_ALONE = Duration.ofSeconds(10);
    private static final int OK = 200;
    /// Of all messages of one submission: a window of submit_sm, or a batch, has its answers when the last is decided.
    private static final Duration IN_ALL = Duration.ofSeconds(2);
    /// Nanoseconds of the clock after which this submission asks nobody.
    private static final ScopedValue<Long> END = ScopedValue.newInstance();

    private final OutgoingClient client;
    private final Clock clock;
    private final int atATime;
    private final boolean plain;
    private final Metrics.Count accepted;
    private final Metrics.Count rejected;
    private final Metrics.Count failed;
    private final Metrics.Count notAsked;
    /// By rule.
    private final Map<Long, Service> services = new ConcurrentHashMap<>();

    /// What is known of a rule's service.
    private static final class Service {
        final Semaphore free;
        final AtomicInteger failures = new AtomicInteger();
        volatile long askAfter;

        Service(int atATime, long now) {
            free = new Semaphore(atATime);
            askAfter = now;
        }
    }

    ExternalDecisions(RulesProperties properties, Metrics metrics, Clock clock) {
        this.clock = clock;
        atATime = properties.decisionsAtATime();
        plain = properties.privateAddresses();
        // Rules may ask the same host.
        int all = RuleStore.MOST_ASKING * atATime;
        client = new OutgoingClient(all, all, properties.decisionTimeout(), properties.privateAddresses());
        accepted = metrics.count(Metric.RULE_DECISIONS, "accepted");
        rejected = metrics.count(Metric.RULE_DECISIONS, "rejected");
        failed = metrics.count(Metric.RULE_DECISIONS, "failed");
        notAsked = metrics.count(Metric.RULE_DECISIONS, "not_asked");
    }

    /// Whether the address has TLS, or needs none.
    boolean permits(Ask ask) {
        return plain || ask.url().startsWith("https:");
    }

    <T> T inOneSubmission(Supplier<T> work) {
        return ScopedValue.where(END, clock.nanos() + IN_ALL.toNanos()).call(work::get);
    }

    @Override
    public RejectCode ask(StoredRule rule, RuleSubject message) {
        Ask ask = rule.form().action().ask();
        Service service = services.computeIfAbsent(rule.id(), _ -> new Service(atATime, clock.nanos()));
        long now = clock.nanos();
        boolean isOver = END.isBound() && END.get() - now <= 0;
        if (isOver || service.askAfter - now > 0 || !permits(ask) || !service.free.tryAcquire()) {
            notAsked.one();
            return ask.withoutAnswer();
        }
        try {
            RejectCode decision = answer(ask, message);
            service.failures.set(0);
            (decision == null ? accepted : rejected).one();
            return decision;
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            failed.one();
            if (service.failures.incrementAndGet() >= MOST_FAILURES) {
                service.failures.set(0);
                service.askAfter = clock.nanos() + LEFT_ALONE.toNanos();
                LOG.warn(
                        "the service of rule {} is not asked for {}: {}",
                        rule.id(),
                        LEFT_ALONE,
                        e.getClass().getSimpleName());
            }
            return ask.withoutAnswer();
        } finally {
            service.free.release();
        }
    }

    /// @throws IllegalArgumentException when the answer is no decision
    private RejectCode answer(Ask ask, RuleSubject message) throws IOException {
        OutgoingClient.Answer answer = client.post(URI.create(ask.url()), HEADERS, json(message));
        if (answer.status() != OK) {
            throw new IllegalArgumentException("status " + answer.status());
        }
        JsonNode decision = JsonMapper.shared().readTree(answer.body());
        return switch (decision.path("decision").asString("")) {
            case "accept" -> null;
            case "reject" -> code(ask, decision.path("code").asString(""));
            default -> throw new IllegalArgumentException("no decision");
        };
    }

    private static RejectCode code(Ask ask, String named) {
        for (RejectCode code : RejectCode.values()) {
            if (code.text().equals(named)) {
                return code;
            }
        }
        if (named.isEmpty()) {
            return ask.reject();
        }
        throw new IllegalArgumentException("no code of the catalogue");
    }

    /// The content of an OTP is secret.
    private static byte[] json(RuleSubject message) {
        ObjectNode json = JsonMapper.shared()
                .createObjectNode()
                .put("account_id", Long.toString(message.accountId()))
                .put("class", message.messageClass().text())
                .put("from", message.from())
                .put("to", "+" + message.to().digits());
        if (message.text() != null && message.messageClass() != MessageClass.OTP) {
            json.put("text", message.text());
        }
        if (message.tag() != null) {
            json.put("tag", message.tag());
        }
        return JsonMapper.shared().writeValueAsBytes(json);
    }

    @Override
    public void close() {
        client.close();
    }
}
