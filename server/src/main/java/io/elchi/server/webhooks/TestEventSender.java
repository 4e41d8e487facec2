package io.elchi.server.webhooks;

import io.elchi.server.core.Clock;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.events.EventType;
import io.elchi.server.events.ExampleEvents;
import io.elchi.server.http.OutgoingClient;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// Posts an example of an event to an endpoint, once, in the thread of the request that asks for it. The rules of
/// addresses and signatures are those of a delivery. Nothing of it is stored: it is no event of the log, no
/// attempt of the endpoint, and neither a success nor a failure of it.
public final class TestEventSender implements AutoCloseable {
    /// Test events at a time, of this process: requests must not wait for each other's endpoints.
    static final int AT_ONCE = 16;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final int ID_OCTETS = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final OutgoingClient client;
    private final ExampleEvents examples = new ExampleEvents();
    private final PerMinute limit;
    private final Clock clock;
    private final Semaphore places = new Semaphore(AT_ONCE);
    /// Accounts of which one is posted now: a slow endpoint takes one place.
    private final Set<Long> posting = ConcurrentHashMap.newKeySet();

    /// @param limit of an account
    TestEventSender(OutgoingClient client, PerMinute limit, Clock clock) {
        this.client = client;
        this.limit = limit;
        this.clock = clock;
    }

    /// The result.
    ///
    /// @param eventId the webhook-id, which no event of the log has
    /// @param failover whether it went to the second address
    /// @param status HTTP status; 0: no answer came
    /// @param error null: the endpoint accepted it
    /// @param answer the beginning of the answer's body; null: no answer came
    public record Sent(
            String eventId,
            EventType type,
            boolean failover,
            Instant at,
            int status,
            String error,
            String answer,
            int millis) {}

    /// Posts an example.
    ///
    /// @param failover whether it goes to the second address
    /// @throws io.elchi.server.core.RefusedException when the endpoint has no second address, the account asked
    ///     too often, or too many others are posted now
    public Sent send(Endpoint endpoint, EventType type, boolean failover) {
        if (failover && endpoint.failoverUrl() == null) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "failover", "the endpoint has no failover_url")
                    .exception();
        }
        limit.take(endpoint.accountId());
        if (!posting.add(endpoint.accountId())) {
            throw Refusal.after(Failure.RATE_LIMITED, RETRY_AFTER).exception();
        }
        try {
            if (!places.tryAcquire()) {
                throw Refusal.after(Failure.OVERLOADED, RETRY_AFTER).exception();
            }
            try {
                return post(endpoint, type, failover);
            } finally {
                places.release();
            }
        } finally {
            posting.remove(endpoint.accountId());
        }
    }

    private Sent post(Endpoint endpoint, EventType type, boolean failover) {
        byte[] octets = new byte[ID_OCTETS];
        RANDOM.nextBytes(octets);
        String id = "evt_" + Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
        Instant at = clock.now();
        long started = clock.nanos();
        int status = 0;
        String error;
        String answer = null;
        try {
            byte[] body = examples.json(type, id, at);
            OutgoingClient.Answer got = client.post(
                    endpoint.target(failover),
                    WebhookSender.headers(endpoint.secrets(), id, at.getEpochSecond(), body),
                    body);
            status = got.status();
            error = WebhookSender.error(got);
            answer = WebhookSender.shortened(got.body());
        } catch (IOException | RuntimeException e) {
            error = WebhookSender.shortened(e.toString());
        }
        int millis = (int) clock.since(started).toMillis();
        return new Sent(id, type, failover, at, status, error, answer, millis);
    }

    @Override
    public void close() {
        client.close();
    }
}
