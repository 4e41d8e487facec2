package io.elchi.server.tariffs;

import java.time.Instant;
import java.util.Comparator;

/// A row of prices or costs. A column that is null (an id that is 0) fits everything.
///
/// @param micros of a part
/// @param validTo null: for ever
record Rate(
        long id,
        long accountId,
        long operatorId,
        String mcc,
        String mnc,
        String prefix,
        long micros,
        String currency,
        Instant validFrom,
        Instant validTo,
        int priority) {
    /// The better one first.
    static final Comparator<Rate> BETTER = Comparator.comparingInt(Rate::priority)
            .thenComparing(rate -> rate.accountId == 0)
            .thenComparing(rate -> rate.prefix == null ? 0 : -rate.prefix.length())
            .thenComparing(rate -> rate.mnc == null)
            .thenComparing(rate -> rate.mcc == null)
            .thenComparing(rate -> rate.operatorId == 0)
            .thenComparing(Rate::validFrom, Comparator.reverseOrder())
            .thenComparing(Rate::id, Comparator.reverseOrder());

    static Rate of(TariffStore.Tariff row) {
        return new Rate(
                row.id(),
                row.accountId(),
                row.operatorId(),
                row.mcc(),
                row.mnc(),
                row.prefix(),
                row.price().micros(),
                row.price().currency(),
                row.validFrom(),
                row.validTo(),
                row.priority());
    }

    static Rate of(TariffStore.Cost row) {
        return new Rate(
                row.id(),
                0,
                row.operatorId(),
                row.mcc(),
                row.mnc(),
                row.prefix(),
                row.cost().micros(),
                row.cost().currency(),
                row.validFrom(),
                row.validTo(),
                row.priority());
    }

    boolean valid(Instant now) {
        return !validFrom.isAfter(now) && (validTo == null || validTo.isAfter(now));
    }

    /// @param mcc of the destination's network; null when it is not known
    boolean fits(long operator, String networkMcc, String networkMnc) {
        return (operatorId == 0 || operatorId == operator)
                && (mcc == null || mcc.equals(networkMcc))
                && (mnc == null || mnc.equals(networkMnc));
    }

    /// Whether it fits some message to the destination: one of any operator, and of any network where the
    /// destination names none.
    boolean mayFit(Destination to) {
        return (mcc == null || to.mcc() == null || mcc.equals(to.mcc()))
                && (mnc == null || to.mnc() == null || mnc.equals(to.mnc()));
    }
}
