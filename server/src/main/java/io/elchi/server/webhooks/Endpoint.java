package io.elchi.server.webhooks;

import io.elchi.server.core.Secret;
import io.elchi.server.events.EventType;
import io.elchi.server.events.LoggedEvent;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// An endpoint of an account.
///
/// @param kind whose events it gets
/// @param failoverUrl tried when posts to `url` fail ([FailoverSwitch]); null: there is none
/// @param events types that are posted; empty: the final states
/// @param secrets what posts are signed with: the present one, then perhaps the one before it
/// @param disabledReason null while it is active
public record Endpoint(
        long id,
        long accountId,
        EndpointKind kind,
        URI url,
        URI failoverUrl,
        String description,
        Set<String> events,
        List<Secret> secrets,
        boolean active,
        String disabledReason,
        Instant createdAt) {
    /// Its name as a subscriber of the event log.
    static String subscriber(long id) {
        return "webhook." + id;
    }

    /// The address of an attempt.
    URI target(boolean failover) {
        return failover ? failoverUrl : url;
    }

    /// Whether events of this type are posted to it, whatever they are about.
    public boolean wants(String type) {
        return active && kind == EndpointKind.ACCOUNT && (events.isEmpty() ? EventType.FINAL : events).contains(type);
    }

    /// Whether this event is posted to it.
    boolean wants(LoggedEvent event) {
        return kind == EndpointKind.STATUS ? active && event.endpointId() == id : wants(event.type());
    }
}
