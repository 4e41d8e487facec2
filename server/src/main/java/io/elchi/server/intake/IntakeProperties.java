package io.elchi.server.intake;

import io.elchi.server.config.Setting;
import java.time.Duration;

/// The sizes of the intake.
public record IntakeProperties(
        @Setting(value = "maximum of messages in one commit", is = "512", min = 1, max = 10_000)
        int commitMessages,

        @Setting(value = "number of committer threads", is = "2", min = 1, max = 8)
        int commitsAtATime,

        @Setting(
                value = "maximum of messages that wait for their commit; further ones are refused with `overloaded`",
                is = "8192",
                min = 1,
                max = 1_000_000)
        int maxWaiting,

        @Setting(value = "validity of an OTP if the request has none", is = "5m", min = 1_000)
        Duration otpValidity,

        @Setting(value = "validity of other messages if the request has none", is = "48h", min = 1_000)
        Duration validity,

        @Setting(value = "maximum validity in a request", is = "7d", min = 1_000, max = 604_800_000)
        Duration maxValidity,

        @Setting(
                value = "how far ahead a message may be scheduled with `not_before`",
                is = "7d",
                min = 1_000,
                max = 2_592_000_000L)
        Duration maxScheduleAhead,

        @Setting(
                value =
                        "time that a request waits for its commit; then it is answered with `unavailable` or `outcome_unknown`",
                is = "15s",
                min = 1_000,
                max = 300_000)
        Duration commitTimeout,

        @Setting(
                value = "maximum time that a process which starts sends messages to itself before it is ready, so that"
                        + " its first clients find it warm; the messages are rolled back and reach no operator; 0:"
                        + " none",
                is = "5s",
                min = 0,
                max = 60_000)
        Duration warmUp) {}
