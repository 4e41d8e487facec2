package io.elchi.server.webhooks;

import io.elchi.server.config.Setting;
import java.time.Duration;

/// Settings of webhooks.
public record WebhooksProperties(
        @Setting(value = "maximum of concurrent attempts", is = "256", min = 1, max = 10_000)
        int maxConcurrent,

        @Setting(
                value = "maximum of concurrent attempts to all endpoints of one account",
                is = "64",
                min = 1,
                max = 10_000)
        int maxConcurrentPerAccount,

        @Setting(value = "maximum of concurrent attempts to one endpoint", is = "32", min = 1, max = 1_000)
        int maxConcurrentPerEndpoint,

        @Setting(
                value = "an endpoint with a longer response time gets one attempt at a time until it is faster",
                is = "2s",
                min = 10,
                max = 120_000)
        Duration slowAfter,

        @Setting(value = "timeout of an attempt", is = "15s", min = 100, max = 120_000)
        Duration timeout,

        @Setting(value = "maximum of endpoints of an account", is = "10", min = 1, max = 1_000)
        int endpoints,

        @Setting(value = "maximum of different status_url of an account", is = "10", min = 1, max = 1_000)
        int statusUrls,

        @Setting(
                value = "days after which a status_url is forgotten that no message names; longer than a message waits",
                is = "60",
                min = 45,
                max = 3_650)
        int statusUrlDays,

        @Setting(
                value = "maximum of test events of an account in a minute, at each process",
                is = "10",
                min = 1,
                max = 1_000)
        int testsPerMinute,

        @Setting(
                value = "allows endpoints with loopback, link-local and private addresses, and http without TLS",
                is = "false")
        boolean privateAddresses,

        @Setting(
                value = "retention in days of attempts, and of events that were retried or given up",
                is = "30",
                min = 1,
                max = 3_650)
        int attemptDays) {}
