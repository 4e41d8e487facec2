package io.elchi.server.limits;

import io.elchi.server.config.Setting;

/// How much one key may ask for.
public record LimitsProperties(
        @Setting(
                value = "requests a second of one key, for everything but sending; a second's worth may come at once",
                is = "100",
                min = 1,
                max = 1_000_000)
        int requestsPerSecond) {}
