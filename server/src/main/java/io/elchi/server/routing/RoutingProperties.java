package io.elchi.server.routing;

import io.elchi.server.config.Setting;

/// Settings of route decisions.
public record RoutingProperties(
        @Setting(
                value = "minimum margin (price minus cost) in percent of the cost; a route may allow a loss",
                is = "0",
                min = 0,
                max = 1_000)
        int minimumMarginPercent) {}
