package io.elchi.server.tracking;

import io.elchi.server.config.Setting;
import java.time.Duration;

/// The sizes of tracking.
public record TrackingProperties(
        @Setting(value = "outcomes in one commit, at most", is = "512", min = 1, max = 10_000)
        int batch,

        @Setting(value = "how long outcomes are gathered when there are few", is = "5ms", min = 0, max = 1_000)
        Duration batchLinger,

        @Setting(
                value = "outcomes that may wait; with more, links send nothing new",
                is = "65536",
                min = 100,
                max = 10_000_000)
        int maxWaiting,

        @Setting(
                value = "how long after its arrival a receipt of no known message is looked for again; then again after"
                        + " 6, 60 and 360 times as long",
                is = "10s",
                min = 10,
                max = 600_000)
        Duration rematchDelay,

        @Setting(
                value = "how long after a message's validity a receipt is waited for; then its state is unknown",
                is = "24h",
                min = 0)
        Duration receiptTimeout,

        @Setting(
                value = "parts in memory that wait for a receipt; those beyond are found in the database",
                is = "100000",
                min = 1_000,
                max = 100_000_000)
        int receiptIndexSize,

        @Setting(
                value = "messages in memory, at most; with more, new ones are refused as overloaded",
                is = "300000",
                min = 1_000,
                max = 100_000_000)
        int maxActiveMessages,

        @Setting(value = "how often unfinished messages are looked at", is = "1s", min = 10, max = 3_600_000)
        Duration sweepInterval) {}
