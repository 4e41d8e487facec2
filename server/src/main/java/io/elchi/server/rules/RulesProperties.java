package io.elchi.server.rules;

import io.elchi.server.config.Setting;
import java.time.Duration;

/// Settings of rules.
///
/// @param externalDecisions whether rules may ask
public record RulesProperties(
        @Setting(value = "whether rules may ask services over HTTP (`action.ask`)", is = "false")
        boolean externalDecisions,

        @Setting(
                value = "time that a service has for a decision; then the rule's `on_failure` holds",
                is = "500ms",
                min = 10,
                max = 5_000)
        Duration decisionTimeout,

        @Setting(
                value = "maximum of decisions that one rule waits for at a time, at each process",
                is = "32",
                min = 1,
                max = 1_000)
        int decisionsAtATime,

        @Setting(
                value = "allows services with loopback, link-local and private addresses, and http without TLS",
                is = "false")
        boolean privateAddresses) {}
