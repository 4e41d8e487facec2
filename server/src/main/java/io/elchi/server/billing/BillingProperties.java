package io.elchi.server.billing;

import io.elchi.server.config.Setting;
import java.time.Duration;

/// Charges of other systems.
public record BillingProperties(
        @Setting(
                value = "after what time a reservation of `POST /admin/v1/charges` ends that does not name its own",
                is = "1h",
                min = 1_000,
                max = 7L * 86_400_000)
        Duration chargeExpiry) {
    /// The longest time that a request may name.
    public static final Duration MOST_CHARGE_EXPIRY = Duration.ofDays(7);
}
