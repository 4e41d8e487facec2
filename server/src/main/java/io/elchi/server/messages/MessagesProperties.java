package io.elchi.server.messages;

import io.elchi.server.config.Setting;
import java.time.Duration;

/// How long messages are kept.
public record MessagesProperties(
        @Setting(
                value = "how many days messages, events and call detail records are kept; older days are dropped whole",
                is = "365",
                min = 3,
                max = 36_500)
        int retentionDays,

        @Setting(
                value = "how many days messages from handsets, and receipts that fit no message, are kept",
                is = "90",
                min = 1,
                max = 36_500)
        int receivedDays,

        @Setting(
                value = "how many days refused requests to send are kept, without their texts",
                is = "7",
                min = 1,
                max = 365)
        int refusalDays,

        @Setting(
                value = "how many refused requests of one account are kept a minute; others are counted only",
                is = "100",
                min = 0,
                max = 100_000)
        int refusalsPerMinute,

        @Setting(
                value = "when a message without a submit_sm_resp is looked at for the first time",
                is = "2m",
                min = 1_000,
                max = 86_400_000)
        Duration recheckAfter) {}
