package io.elchi.server.tariffs;

import io.elchi.server.core.Money;
import java.time.Instant;

/// The price that an account pays for a part to a destination. Nothing in it names an operator.
///
/// @param mcc null: any network
/// @param mnc null: any network of the country
/// @param prefix null: any number
/// @param validFrom of the row that sets the price
/// @param validTo null: for ever
/// @param varies whether another price may count for some of these numbers, by their network or their route;
///     longer prefixes with other prices do not matter
public record PartPrice(
        String mcc, String mnc, String prefix, Money price, Instant validFrom, Instant validTo, boolean varies) {
    static PartPrice of(Destination to, Rate rate, boolean varies) {
        return new PartPrice(
                to.mcc(),
                to.mnc(),
                to.prefix().isEmpty() ? null : to.prefix(),
                new Money(rate.currency(), rate.micros()),
                rate.validFrom(),
                rate.validTo(),
                varies);
    }
}
