package io.elchi.server.webhooks;

import java.util.Set;

/// A client's wishes for an endpoint, before they are checked.
///
/// @param failoverUrl tried when posts to `url` fail; null: there is none
/// @param description null: none
/// @param events types of [io.elchi.server.events.EventType#ALL]; empty: the final states
public record EndpointForm(String url, String failoverUrl, String description, Set<String> events) {
    static EndpointForm of(Endpoint endpoint) {
        return new EndpointForm(
                endpoint.url().toString(),
                endpoint.failoverUrl() == null ? null : endpoint.failoverUrl().toString(),
                endpoint.description(),
                endpoint.events());
    }
}
