package io.elchi.server.routing;

import io.elchi.server.core.Money;

/// An operator.
///
/// @param mcc of its own network; null when it is none
/// @param mnc of its own network; null when it is none
/// @param connectorId the name of its connector
/// @param defaultCost of a part, where no cost says otherwise
public record Operator(
        long id, String name, String mcc, String mnc, String connectorId, boolean active, Money defaultCost) {}
