package io.elchi.server.limits;

import java.time.Duration;

/// Counts parts against a rate. Every account has its own bucket: full it holds one second's worth, so that an
/// even stream at the limit always passes and a burst of a second's worth does too.
public interface RateLimits {
    /// The verdict.
    ///
    /// @param allowed whether the parts may go; then they are counted
    /// @param limit the rate
    /// @param remaining what may be sent at once now
    /// @param retryAfter when the same would be allowed; zero when it is
    record Verdict(boolean allowed, int limit, long remaining, Duration retryAfter) {}

    /// @param perSecond the account's rate; it may change from call to call
    Verdict take(long account, int perSecond, int parts);

    /// The same without taking anything.
    Verdict look(long account, int perSecond, int parts);
}
