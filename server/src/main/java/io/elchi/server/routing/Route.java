package io.elchi.server.routing;

/// A route: which operator may carry which messages. What is null (an id that is 0) fits everything.
///
/// @param accountId for this account and those below it; 0: common
/// @param priority lower is tried first
/// @param weight share among equals
/// @param allowLoss whether the price may be below the cost
public record Route(
        long id,
        long accountId,
        long operatorId,
        String mcc,
        String mnc,
        String prefix,
        int priority,
        int weight,
        boolean active,
        boolean allowLoss) {
    public Route withId(long other) {
        return new Route(other, accountId, operatorId, mcc, mnc, prefix, priority, weight, active, allowLoss);
    }

    boolean fits(String networkMcc, String networkMnc) {
        return (mcc == null || mcc.equals(networkMcc)) && (mnc == null || mnc.equals(networkMnc));
    }
}
