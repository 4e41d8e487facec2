package io.elchi.server.routing;

import io.elchi.server.tariffs.Destination;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Routes by account and prefix: those without a tag, or those of one tag together with them.
final class PrefixedRoutes {
    private final Map<Long, Map<String, List<Route>>> byAccount = new HashMap<>();
    private final PrefixedRoutes untagged;

    /// @param untagged the routes without a tag; null: these are they
    PrefixedRoutes(PrefixedRoutes untagged) {
        this.untagged = untagged;
    }

    void add(Route route) {
        byAccount
                .computeIfAbsent(route.accountId(), _ -> new HashMap<>())
                .computeIfAbsent(prefix(route), _ -> new ArrayList<>(1))
                .add(route);
    }

    /// The account's own routes (0: the common ones) that fit every number of a destination.
    List<Route> fitting(long account, Destination to) {
        List<Route> fitting = new ArrayList<>();
        if (untagged != null) {
            untagged.addFitting(account, to, fitting);
        }
        addFitting(account, to, fitting);
        return fitting;
    }

    private void addFitting(long account, Destination to, List<Route> fitting) {
        Map<String, List<Route>> own = byAccount.getOrDefault(account, Map.of());
        if (own.isEmpty()) {
            return;
        }
        for (int length = 0; length <= to.prefix().length(); length++) {
            for (Route route : own.getOrDefault(to.prefix().substring(0, length), List.of())) {
                if (route.fits(to.mcc(), to.mnc())) {
                    fitting.add(route);
                }
            }
        }
    }

    static String prefix(Route route) {
        return route.prefix() == null ? "" : route.prefix();
    }
}
