package io.elchi.server.intake;

import io.elchi.server.config.Setting;
import java.time.Duration;

/// The sizes of the intake.
public record IntakeProperties(
        @Setting(value = "messages in one commit, at most", is = "512", min = 1, max = 10_000)
        int commitMessages,

        @Setting(value = "commits at a time", is = "2", min = 1, max = 8)
        int commitsAtATime,

        @Setting(
                value = "messages that may wait for their commit; more are refused as overloaded",
                is = "8192",
                min = 1,
                max = 1_000_000)
        int maxWaiting,

        @Setting(value = "how long an OTP may be tried, unless the request says so", is = "5m", min = 1_000)
        Duration otpValidity,

        @Setting(value = "how long other messages may be tried, unless the request says so", is = "48h", min = 1_000)
        Duration validity,

        @Setting(value = "the longest validity a request may ask for", is = "7d", min = 1_000, max = 604_800_000)
        Duration maxValidity,

        @Setting(
                value = "how long a caller waits for its commit before it is told that nothing is known",
                is = "15s",
                min = 1_000,
                max = 300_000)
        Duration commitTimeout) {}
