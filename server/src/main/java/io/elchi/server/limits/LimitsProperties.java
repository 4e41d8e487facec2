package io.elchi.server.limits;

import io.elchi.server.config.Setting;

/// Limits of requests per key.
public record LimitsProperties(
        @Setting(
                value = "requests per second of one key, except sends; the burst is one second's worth",
                is = "100",
                min = 1,
                max = 1_000_000)
        int requestsPerSecond) {}
