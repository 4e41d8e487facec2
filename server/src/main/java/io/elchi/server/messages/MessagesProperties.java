package io.elchi.server.messages;

import io.elchi.server.config.Setting;
import java.time.Duration;

/// Retention of messages.
public record MessagesProperties(
        @Setting(
                value =
                        "retention of messages, events and call detail records in days; older daily partitions are dropped",
                is = "365",
                min = 3,
                max = 36_500)
        int retentionDays,

        @Setting(
                value = "retention of messages from handsets, unmatched receipts and dead letters in days",
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
                value =
                        "how many refused requests of one account are kept a minute, and how many addresses that sent no"
                                + " valid key; others are counted only",
                is = "100",
                min = 0,
                max = 100_000)
        int refusalsPerMinute,

        @Setting(
                value = "how many days figures of minutes and of operators' windows are kept",
                is = "35",
                min = 2,
                max = 3_650)
        int figureMinuteDays,

        @Setting(value = "how many days figures of hours are kept", is = "800", min = 2, max = 36_500)
        int figureHourDays,

        @Setting(
                value = "delay of the first check of a message without a submit_sm_resp",
                is = "2m",
                min = 1_000,
                max = 86_400_000)
        Duration recheckAfter) {}
