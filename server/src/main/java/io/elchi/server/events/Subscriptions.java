package io.elchi.server.events;

/// Says which events somebody wants. Looked up in memory for every event, so that an event without a subscriber
/// costs nothing.
@FunctionalInterface
public interface Subscriptions {
    boolean wants(long accountId, EventType type);
}
