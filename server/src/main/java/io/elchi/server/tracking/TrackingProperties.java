package io.elchi.server.tracking;

import io.elchi.server.config.Setting;
import java.time.Duration;

/// The sizes of tracking.
public record TrackingProperties(
        @Setting(value = "maximum of outcomes in one commit", is = "512", min = 1, max = 10_000)
        int batch,

        @Setting(value = "time that a batch waits for further outcomes", is = "5ms", min = 0, max = 1_000)
        Duration batchLinger,

        @Setting(
                value = "maximum of outcomes in the queue; with a full queue, links send nothing",
                is = "65536",
                min = 100,
                max = 10_000_000)
        int maxWaiting,

        @Setting(
                value = "delay of the first repeated match of an unmatched receipt; the next ones follow after"
                        + " 6, 60 and 360 times as long",
                is = "10s",
                min = 10,
                max = 600_000)
        Duration rematchDelay,

        @Setting(
                value =
                        "time after the end of a message's validity until its state becomes `unknown` without a receipt",
                is = "24h",
                min = 0)
        Duration receiptTimeout,

        @Setting(
                value = "maximum of parts in memory that wait for a receipt; others are looked up in the database",
                is = "100000",
                min = 1_000,
                max = 100_000_000)
        int receiptIndexSize,

        @Setting(
                value = "maximum of messages in memory; further ones are refused with `overloaded`",
                is = "300000",
                min = 1_000,
                max = 100_000_000)
        int maxActiveMessages,

        @Setting(value = "interval between two checks of unfinished messages", is = "1s", min = 10, max = 3_600_000)
        Duration sweepInterval) {}
