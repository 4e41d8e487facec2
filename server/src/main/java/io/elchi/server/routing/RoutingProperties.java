package io.elchi.server.routing;

import io.elchi.server.config.Setting;

/// How routes are chosen.
public record RoutingProperties(
        @Setting(
                value = "by how many percent of the cost the price must be above it; routes may allow a loss",
                is = "0",
                min = 0,
                max = 1_000)
        int minimumMarginPercent) {}
