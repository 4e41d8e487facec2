package io.elchi.server.events;

/// The wishes of one kind of subscribers. [Subscriptions] asks all of them.
public interface SubscriptionSource extends Subscriptions {}
