package io.elchi.server.limits;

import io.elchi.server.config.Setting;

/// Limits of requests per key.
public record LimitsProperties(
        @Setting(
                value = "requests per second of one key, except sends; the burst is one second's worth",
                is = "100",
                min = 1,
                max = 1_000_000)
        int requestsPerSecond,

        @Setting(
                value =
                        "requests per hour of one key, person or OAuth2 client that change something, except sends, in each process, and as many at once; the audit keeps each"
                                + " change. The platform's staff is not limited",
                is = "120",
                min = 1,
                max = 1_000_000)
        int changesPerHour) {}
