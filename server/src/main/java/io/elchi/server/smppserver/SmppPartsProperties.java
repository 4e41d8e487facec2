package io.elchi.server.smppserver;

import io.elchi.server.config.Setting;
import java.time.Duration;

/// Parts of texts that wait to be joined, for logins that want it.
public record SmppPartsProperties(
        @Setting(
                value =
                        "time that a message waits for its missing parts, from the first one, and that a part which comes"
                                + " again is known after the end",
                is = "60s",
                min = 1_000,
                max = 600_000)
        Duration expiry,

        @Setting(
                value = "parts of all messages of all logins that wait, those that are missing included; a further"
                        + " message is answered with ESME_RMSGQFUL",
                is = "100000",
                min = 255,
                max = 10_000_000)
        int maxWaiting,

        @Setting(value = "the same for one login", is = "10000", min = 255, max = 10_000_000)
        int maxWaitingPerLogin) {}
