package io.elchi.server.routing;

/// A route: which operator may carry which messages. What is null (an id that is 0) fits everything.
///
/// @param accountId for this account and those below it; 0: common
/// @param priority lower is tried first
/// @param weight share among equals
/// @param allowLoss whether the price may be below the cost
/// @param tag only for messages on which a rule put this one; null: for all
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
        boolean allowLoss,
        String tag) {
    /// Different tags of all routes: for each, messages have a table of their own.
    public static final int MOST_TAGS = 20;

    public Route withId(long other) {
        return new Route(other, accountId, operatorId, mcc, mnc, prefix, priority, weight, active, allowLoss, tag);
    }

    boolean fits(String networkMcc, String networkMnc) {
        return (mcc == null || mcc.equals(networkMcc)) && (mnc == null || mnc.equals(networkMnc));
    }
}
