package io.elchi.server.webhooks;

import io.elchi.server.core.Clock;
import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.core.Secret;
import io.elchi.server.events.EventLog;
import io.elchi.server.events.EventType;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/// The module's interface: an account's endpoints, their log, and replay.
public final class Webhooks {
    /// Characters of an endpoint's address.
    public static final int MAX_URL = 2_000;

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
    /// @param failover whether it went to the second address
    /// @param status HTTP status; 0: no answer came
    /// @param error null when the post was taken
    public record Attempt(
            String eventId,
            MessageId messageId,
            String type,
            int attempt,
            boolean failover,
            Instant at,
            int status,
            String error,
            int millis) {}

    /// Adds an endpoint. Its secret is in it, and is not shown again.
    ///
    /// @throws io.elchi.server.core.RefusedException when an address or a type cannot be, or there are too many
    public Endpoint add(long accountId, EndpointForm form) {
        check(form);
        long id = endpoints.nextId();
        // Before the endpoint is known to those who write events: it misses none of them.
        log.begin(Endpoint.subscriber(id));
        try {
            endpoints.add(id, accountId, form, Signature.newSecret(), properties.endpoints());
        } catch (RuntimeException e) {
            log.remove(Endpoint.subscriber(id));
            throw e;
        }
        return endpoints.load(id).orElseThrow();
    }

    /// Changes an endpoint. What waits for another attempt is posted to the new address.
    ///
    /// @param change gets the present form, and returns the wanted one
    /// @throws io.elchi.server.core.RefusedException when the account has no such endpoint, or as with [#add]
    public Endpoint change(long accountId, long id, UnaryOperator<EndpointForm> change) {
        return endpoints
                .change(accountId, id, present -> {
                    if (present.kind() == EndpointKind.STATUS) {
                        throw Refusal.of(Failure.CONFLICT, "the endpoint is that of a status_url: remove it instead")
                                .exception();
                    }
                    EndpointForm wanted = change.apply(present);
                    check(wanted);
                    return wanted;
                })
                .orElseThrow(() -> EndpointStore.missing(id));
    }

    private void check(EndpointForm form) {
        checkAddress("url", form.url());
        if (form.failoverUrl() != null) {
            checkAddress("failover_url", form.failoverUrl());
            if (form.failoverUrl().equals(form.url())) {
                throw invalid("failover_url", "must be another address than url");
            }
        }
        for (String type : form.events()) {
            if (!EventType.ALL.contains(type)) {
                throw invalid("events", "there is no '" + type + "', there are " + String.join(", ", EventType.ALL));
            }
        }
    }

    /// @throws io.elchi.server.core.RefusedException when an endpoint cannot have this address
    void checkAddress(String field, String url) {
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
                return;
            }
        } catch (URISyntaxException ignored) {
            // The answer is the same.
        }
        String schemes = properties.privateAddresses() ? "https or http" : "https";
        throw invalid(field, "must be an address of " + schemes + ", without user and #");
    }

    private static RefusedException invalid(String field, String why) {
        return Refusal.ofField(Failure.INVALID_FIELD, field, why).exception();
    }

    public List<Endpoint> list(long accountId) {
        return endpoints.list(accountId);
    }

    /// @throws io.elchi.server.core.RefusedException when the account has no such endpoint
    public Endpoint get(long accountId, long id) {
        return endpoints.own(accountId, id);
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
                        each.failover(),
                        each.at(),
                        each.status(),
                        each.error(),
                        each.millis()))
                .toList();
    }
}
