package io.elchi.server.limits;

import io.elchi.server.core.Clock;
import io.elchi.server.core.Credential;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.limits.local.LocalRateLimits;

/// Counts requests against a rate before anything of them is looked up: a request costs a query, whatever it is
/// answered.
public final class RequestLimits {
    /// A client that sends one message a second may still ask again after an answer that was lost.
    private static final int AT_ONCE = 10;

    private static final int KIND_BITS = 2;

    private final RateLimits byKey;
    private final RateLimits repeatable;
    private final RateLimits changes;
    private final int perSecond;
    private final int changesPerHour;

    public RequestLimits(LimitsProperties properties, Clock clock) {
        byKey = new LocalRateLimits(clock, 1);
        repeatable = new LocalRateLimits(clock, AT_ONCE);
        changes = LocalRateLimits.hourly(clock);
        perSecond = properties.requestsPerSecond();
        changesPerHour = properties.changesPerHour();
    }

    /// Counts a request that sends nothing.
    ///
    /// @throws RefusedException when there were too many
    public void count(Credential credential) {
        check(byKey.take(number(credential), perSecond, 1));
    }

    /// Counts a request to send with an Idempotency-Key. The account's rate in parts is the limit: every message
    /// has a part, so nobody needs more.
    ///
    /// @throws RefusedException when there were too many
    public void countRepeatable(long accountId, int partsPerSecond) {
        check(repeatable.take(accountId, partsPerSecond, 1));
    }

    /// Counts a request that changes something.
    ///
    /// @throws RefusedException when there were too many
    public void countChange(Credential credential) {
        check(changes.take(number(credential), changesPerHour, 1));
    }

    /// Rows of different kinds have the same ids.
    private static long number(Credential credential) {
        return credential.id() << KIND_BITS | credential.kind().ordinal();
    }

    private static void check(RateLimits.Verdict verdict) {
        if (!verdict.allowed()) {
            throw Refusal.after(Failure.RATE_LIMITED, verdict.retryAfter()).exception();
        }
    }
}
