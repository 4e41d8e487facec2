package io.elchi.server.adminapi;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Money;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.JsonBody;
import java.time.Instant;

/// Shared code for prices and costs of a part.
final class Prices {
    static final int PRIORITY = 1_000_000;
    /// Dearer than any part, and small enough that a message of many parts still fits an amount.
    static final long MOST_UNITS = 1_000_000_000;

    private Prices() {}

    /// The price of a part.
    static Money amount(JsonBody body, String name) {
        Money amount = body.money(name);
        if (amount.micros() > MOST_UNITS * Money.MICROS_PER_UNIT) {
            throw Refusal.ofField(Failure.INVALID_FIELD, name + ".amount", "at most " + MOST_UNITS)
                    .exception();
        }
        return amount;
    }

    /// When it begins (null: now) and ends (null: never).
    record Validity(Instant from, Instant to) {
        static Validity of(JsonBody body, Instant now) {
            Instant from = body.optionalTime("valid_from").orElse(null);
            Instant to = body.optionalTime("valid_to").orElse(null);
            if (to != null && !to.isAfter(from == null ? now : from)) {
                throw Refusal.ofField(Failure.INVALID_FIELD, "valid_to", "must be after valid_from, and after now")
                        .exception();
            }
            return new Validity(from, to);
        }
    }
}
