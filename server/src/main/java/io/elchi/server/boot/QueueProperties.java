package io.elchi.server.boot;

import io.elchi.server.config.Setting;

/// The sizes of the queues in memory.
public record QueueProperties(
        @Setting(
                value = "maximum of messages in the queue of one operator; further ones are refused with `overloaded`",
                is = "200000",
                min = 100,
                max = 100_000_000)
        int outbound) {}
