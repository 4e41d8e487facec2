package io.elchi.server.webhooks;

import io.elchi.server.config.Setting;
import java.time.Duration;

/// How webhooks are posted.
public record WebhooksProperties(
        @Setting(value = "attempts at a time", is = "256", min = 1, max = 10_000)
        int maxConcurrent,

        @Setting(value = "attempts at a time to all endpoints of one account", is = "64", min = 1, max = 10_000)
        int maxConcurrentPerAccount,

        @Setting(value = "attempts at a time to one endpoint", is = "32", min = 1, max = 1_000)
        int maxConcurrentPerEndpoint,

        @Setting(
                value = "an endpoint that takes longer to answer gets one attempt at a time until it is quicker",
                is = "2s",
                min = 10,
                max = 120_000)
        Duration slowAfter,

        @Setting(value = "how long an endpoint may take to answer", is = "15s", min = 100, max = 120_000)
        Duration timeout,

        @Setting(value = "endpoints an account may have", is = "10", min = 1, max = 1_000)
        int endpoints,

        @Setting(
                value = "whether loopback, link-local and private addresses, and http without TLS, may be posted to",
                is = "false")
        boolean privateAddresses,

        @Setting(
                value = "how many days attempts, and what was delivered after a retry or given up, are kept",
                is = "30",
                min = 1,
                max = 3_650)
        int attemptDays) {}
