package io.elchi.server.webhooks;

import java.util.Set;

/// A client's wishes for an endpoint, before they are checked.
///
/// @param failoverUrl tried when posts to `url` fail; null: there is none
/// @param description null: none
/// @param kind that of the endpoint; it does not change
/// @param events types of [io.elchi.server.events.EventType#ALL]; empty: the final states
public record EndpointForm(EndpointKind kind, String url, String failoverUrl, String description, Set<String> events) {
    /// Of an endpoint for the events of its account.
    public EndpointForm(String url, String failoverUrl, String description, Set<String> events) {
        this(EndpointKind.ACCOUNT, url, failoverUrl, description, events);
    }

    static EndpointForm of(Endpoint endpoint) {
        return new EndpointForm(
                endpoint.kind(),
                endpoint.url().toString(),
                endpoint.failoverUrl() == null ? null : endpoint.failoverUrl().toString(),
                endpoint.description(),
                endpoint.events());
    }
}
