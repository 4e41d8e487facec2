package io.elchi.server.boot;

import io.elchi.server.config.Setting;

/// The sizes of the queues in memory.
public record QueueProperties(
        @Setting(
                value = "messages that may wait for one operator; more are refused as overloaded",
                is = "200000",
                min = 100,
                max = 100_000_000)
        int outbound,

        @Setting(value = "final states that may wait for webhooks", is = "200000", min = 100, max = 100_000_000)
        int events) {}
