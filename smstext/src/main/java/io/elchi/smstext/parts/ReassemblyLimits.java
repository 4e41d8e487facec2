package io.elchi.smstext.parts;

import java.time.Duration;

/// Bounds of a [Reassembly].
///
/// @param age how long a message may wait for its parts, from the first of them
/// @param messages messages that are waited for or remembered at once
/// @param octets payload octets that are held at once
public record ReassemblyLimits(Duration age, int messages, long octets) {

    /// @throws IllegalArgumentException if a limit is not positive
    public ReassemblyLimits {
        if (!age.isPositive() || messages < 1 || octets < 1) {
            throw new IllegalArgumentException("limits must be positive: " + age + ", " + messages + ", " + octets);
        }
    }
}
