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
                value = "when a message without a submit_sm_resp is looked at for the first time",
                is = "2m",
                min = 1_000,
                max = 86_400_000)
        Duration recheckAfter) {}
