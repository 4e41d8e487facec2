package io.elchi.server.adminapi;

import io.elchi.server.routing.Route;
import java.util.Map;

/// A route without its id.
///
/// @param accountId null: for all
/// @param operator its name; null when the operator was removed
/// @param tag null: for messages with any and without
record RouteContent(
        Long accountId,
        long operatorId,
        String operator,
        String mcc,
        String mnc,
        String prefix,
        int priority,
        int weight,
        String status,
        boolean allowLoss,
        String tag) {
    /// null for null.
    static RouteContent of(Route route, Map<Long, String> operators) {
        return route == null
                ? null
                : new RouteContent(
                        CdrController.orNull(route.accountId()),
                        route.operatorId(),
                        operators.get(route.operatorId()),
                        route.mcc(),
                        route.mnc(),
                        route.prefix(),
                        route.priority(),
                        route.weight(),
                        ActiveStatus.text(route.active()),
                        route.allowLoss(),
                        route.tag());
    }
}
