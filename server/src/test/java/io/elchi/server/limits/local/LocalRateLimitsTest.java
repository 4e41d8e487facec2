package io.elchi.server.limits.local;

import io.elchi.server.core.ManualClock;
import io.elchi.server.limits.RateLimits;
import io.elchi.server.limits.RateLimitsContract;

class LocalRateLimitsTest extends RateLimitsContract {
    @Override
    protected RateLimits limits(ManualClock clock) {
        return new LocalRateLimits(clock);
    }
}
