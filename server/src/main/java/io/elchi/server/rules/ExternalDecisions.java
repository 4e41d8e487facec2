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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Decisions of services over HTTP. The thread of the client's request waits, and no other one. What a rule's service
/// does not answer in time, the rule's `on_failure` decides; after some failures the service is left alone for a while.
final class ExternalDecisions implements Decisions, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExternalDecisions.class);
    private static final Map<String, String> HEADERS = Map.of("Accept", "application/json");
    /// In succession.
    private static final int MOST_FAILURES = 5;
    private static final Duration LEFT_ALONE = Duration.ofSeconds(10);
    private static final int OK = 200;

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
        client = new OutgoingClient(
                RuleStore.MOST_ASKING * atATime, atATime, properties.decisionTimeout(), properties.privateAddresses());
        accepted = metrics.count(Metric.RULE_DECISIONS, "accepted");
        rejected = metrics.count(Metric.RULE_DECISIONS, "rejected");
        failed = metrics.count(Metric.RULE_DECISIONS, "failed");
        notAsked = metrics.count(Metric.RULE_DECISIONS, "not_asked");
    }

    /// Whether the address has TLS, or needs none.
    boolean permits(Ask ask) {
        return plain || ask.url().startsWith("https:");
    }

    @Override
    public RejectCode ask(StoredRule rule, RuleSubject message) {
        Ask ask = rule.form().action().ask();
        Service service = services.computeIfAbsent(rule.id(), _ -> new Service(atATime, clock.nanos()));
        if (service.askAfter - clock.nanos() > 0 || !service.free.tryAcquire()) {
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
