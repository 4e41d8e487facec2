package io.elchi.server.events;

import java.util.Set;

/// The events that a subscriber over several accounts wants.
///
/// @param endpoints events that name one of them, of any account
/// @param type of the events that the accounts are asked for
/// @param accounts whose events of the type are wanted
public record EventSelection(Set<Long> endpoints, EventType type, Set<Long> accounts) {
    public EventSelection {
        endpoints = Set.copyOf(endpoints);
        accounts = Set.copyOf(accounts);
    }

    boolean has(LoggedEvent event) {
        return endpoints.contains(event.endpointId())
                || event.type().equals(type.text()) && accounts.contains(event.accountId());
    }
}
