package io.elchi.server.webhooks;

import io.elchi.server.core.Clock;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.events.EventLog;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The endpoints that messages make by their `status_url`: one for each address of an account. They are found in
/// memory; the first message with an address adds its endpoint. Endpoints that no message names for some days are
/// removed.
public final class StatusUrls {
    /// A use is stored once in this time, by each process.
    private static final Duration STORED_EVERY = Duration.ofHours(1);
    /// Endpoints whose use is remembered here.
    private static final int MOST_REMEMBERED = 100_000;

    private final EndpointStore endpoints;
    private final Webhooks webhooks;
    private final EventLog log;
    private final WebhooksProperties properties;
    private final Clock clock;
    /// By endpoint: when its use was stored.
    private final Map<Long, Instant> stored = new ConcurrentHashMap<>();

    StatusUrls(EndpointStore endpoints, Webhooks webhooks, EventLog log, WebhooksProperties properties, Clock clock) {
        this.endpoints = endpoints;
        this.webhooks = webhooks;
        this.log = log;
        this.properties = properties;
        this.clock = clock;
    }

    /// Checks an address as [#add] does, and adds nothing.
    ///
    /// @throws io.elchi.server.core.RefusedException when the address cannot be
    public void check(String url, String field) {
        webhooks.checkAddress(field, url);
    }

    /// Whether memory has an endpoint of the account for this address.
    public boolean isKnown(long accountId, String url) {
        return endpoints.status(accountId, url) != null;
    }

    /// The endpoint of an account for an address, from memory.
    ///
    /// @return 0: none is known
    public long known(long accountId, String url) {
        Long known = endpoints.status(accountId, url);
        return known != null && isUsed(known) ? known : 0;
    }

    /// Stores the use from time to time.
    ///
    /// @return false when the endpoint is gone
    private boolean isUsed(long id) {
        Instant now = clock.now();
        Instant last = stored.get(id);
        if (last != null && now.isBefore(last.plus(STORED_EVERY))) {
            return true;
        }
        if (!endpoints.used(id, now)) {
            return false;
        }
        if (stored.size() >= MOST_REMEMBERED) {
            stored.clear();
        }
        stored.put(id, now);
        return true;
    }

    /// Adds an endpoint, or finds the one that is there.
    ///
    /// @param field that is to blame
    /// @throws io.elchi.server.core.RefusedException when the address cannot be, or the account has as many as it
    ///     may have
    public long add(long accountId, String url, String field) {
        webhooks.checkAddress(field, url);
        if (endpoints.statusCount(accountId) >= properties.statusUrls()) {
            // Memory is a moment old; an account that has many addresses must not cost the database anything for each.
            throw tooMany(field);
        }
        long id = endpoints.nextId();
        String subscriber = Endpoint.subscriber(id);
        // Before a message names the endpoint: it misses none of their events.
        log.begin(subscriber);
        long present = 0;
        try {
            present = endpoints.addStatus(id, accountId, url, properties.statusUrls(), clock.now());
        } finally {
            if (present != id) {
                log.remove(subscriber);
            }
        }
        if (present == 0) {
            throw tooMany(field);
        }
        return present;
    }

    private RefusedException tooMany(String field) {
        return Refusal.ofField(
                        Failure.CONFLICT,
                        field,
                        "an account may have " + properties.statusUrls() + " of them; use one for many messages")
                .exception();
    }

    /// Removes the endpoints that were not used for some days.
    void forget() {
        Instant before = clock.now().minus(Duration.ofDays(properties.statusUrlDays()));
        endpoints.removeUnused(before).forEach(id -> log.remove(Endpoint.subscriber(id)));
    }
}
