package io.elchi.server.webhooks;

import io.elchi.server.core.Clock;
import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.Secret;
import io.elchi.server.events.EventLog;
import io.elchi.server.events.EventType;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// The module's interface: an account's endpoints, their log, and replay.
public final class Webhooks {
    private static final int MAX_URL = 2_000;

    private final EndpointStore endpoints;
    private final DeliveryStore deliveries;
    private final EventLog log;
    private final WebhooksProperties properties;
    private final Clock clock;

    Webhooks(
            EndpointStore endpoints,
            DeliveryStore deliveries,
            EventLog log,
            WebhooksProperties properties,
            Clock clock) {
        this.log = log;
        this.endpoints = endpoints;
        this.deliveries = deliveries;
        this.properties = properties;
        this.clock = clock;
    }

    /// An attempt as its client sees it.
    ///
    /// @param status HTTP status; 0: no answer came
    /// @param error null when the post was taken
    public record Attempt(
            String eventId,
            MessageId messageId,
            String type,
            int attempt,
            Instant at,
            int status,
            String error,
            int millis) {}

    /// Adds an endpoint. Its secret is in it, and is not shown again.
    ///
    /// @param events types of [EventType#ALL]; empty: the final states
    /// @throws io.elchi.server.core.RefusedException when the address or a type cannot be, or there are too many
    public Endpoint add(long accountId, String url, String description, Set<String> events) {
        URI address = address(url);
        for (String type : events) {
            if (!EventType.ALL.contains(type)) {
                throw Refusal.ofField(
                                Failure.INVALID_FIELD,
                                "events",
                                "there is no '" + type + "', there are " + String.join(", ", EventType.ALL))
                        .exception();
            }
        }
        long id = endpoints.nextId();
        // Before the endpoint is known to those who write events: it misses none of them.
        log.begin(Endpoint.subscriber(id));
        try {
            EndpointStore.EndpointForm form = new EndpointStore.EndpointForm(address, description, events);
            endpoints.add(id, accountId, form, Signature.newSecret(), properties.endpoints());
        } catch (RuntimeException e) {
            log.remove(Endpoint.subscriber(id));
            throw e;
        }
        return endpoints.load(id).orElseThrow();
    }

    private URI address(String url) {
        try {
            URI address = new URI(url);
            boolean secure = "https".equalsIgnoreCase(address.getScheme());
            boolean plain = "http".equalsIgnoreCase(address.getScheme()) && properties.privateAddresses();
            boolean usable = (secure || plain)
                    && address.getHost() != null
                    && address.getRawUserInfo() == null
                    && address.getRawFragment() == null
                    && url.length() <= MAX_URL;
            if (usable) {
                return address;
            }
        } catch (URISyntaxException ignored) {
            // The answer is the same.
        }
        String schemes = properties.privateAddresses() ? "https or http" : "https";
        throw Refusal.ofField(Failure.INVALID_FIELD, "url", "must be an address of " + schemes + ", without user and #")
                .exception();
    }

    public List<Endpoint> list(long accountId) {
        return endpoints.list(accountId);
    }

    /// @throws io.elchi.server.core.RefusedException when the account has no such endpoint
    public Endpoint get(long accountId, long id) {
        return endpoints
                .load(id)
                .filter(endpoint -> endpoint.accountId() == accountId)
                .orElseThrow(() -> Refusal.of(Failure.NOT_FOUND, "there is no endpoint " + id)
                        .exception());
    }

    public void remove(long accountId, long id) {
        get(accountId, id);
        endpoints.remove(accountId, id);
        log.remove(Endpoint.subscriber(id));
    }

    /// Gives an endpoint a new secret; the one before it goes on signing until the next rotation.
    public Endpoint rotate(long accountId, long id) {
        get(accountId, id);
        Secret secret = Signature.newSecret();
        endpoints.rotate(accountId, id, secret);
        return get(accountId, id);
    }

    /// Posts to a disabled endpoint again.
    public Endpoint enable(long accountId, long id) {
        get(accountId, id);
        endpoints.enable(accountId, id);
        return get(accountId, id);
    }

    /// Posts again what was given up since then, and what was taken after a retry, when that is asked for.
    ///
    /// @return how many events will be posted
    public int replay(long accountId, long id, Instant since, boolean delivered) {
        get(accountId, id);
        return deliveries.replay(id, since, delivered, clock.now());
    }

    /// The endpoint's attempts before that time, newest first.
    public List<Attempt> attempts(long accountId, long id, Instant before, int limit) {
        get(accountId, id);
        return deliveries.attempts(id, before, limit).stream()
                .map(each -> new Attempt(
                        log.publicId(each.eventId()),
                        each.messageId(),
                        each.type(),
                        each.attempt(),
                        each.at(),
                        each.status(),
                        each.error(),
                        each.millis()))
                .toList();
    }
}
