package io.elchi.server.tariffs;

import java.util.Set;

/// Destinations whose prices are asked for.
///
/// @param prefix that all of their numbers begin with; empty: any
/// @param mcc of their network; null: any of `mccs`
/// @param mnc of their network; null: any
/// @param mccs that numbers with this prefix may have: rows of others are left out
public record PriceArea(String prefix, String mcc, String mnc, Set<String> mccs) {
    public PriceArea {
        mccs = Set.copyOf(mccs);
    }

    /// All of it as one destination.
    Destination whole() {
        return new Destination(prefix, mcc, mnc);
    }

    /// The part of the area that a row is for; null: none.
    Destination within(Rate rate) {
        String own = rate.prefix() == null ? "" : rate.prefix();
        boolean fits = (own.startsWith(prefix) || prefix.startsWith(own))
                && (rate.mcc() == null || (mcc == null ? mccs.contains(rate.mcc()) : mcc.equals(rate.mcc())))
                && (rate.mnc() == null || mnc == null || mnc.equals(rate.mnc()));
        return fits
                ? new Destination(
                        own.length() > prefix.length() ? own : prefix,
                        rate.mcc() == null ? mcc : rate.mcc(),
                        rate.mnc() == null ? mnc : rate.mnc())
                : null;
    }
}
