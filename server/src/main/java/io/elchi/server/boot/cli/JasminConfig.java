package io.elchi.server.boot.cli;

import java.util.List;
import java.util.Map;

/// A configuration of Jasmin, as its jcli prints it.
record JasminConfig(
        List<JasminGroup> groups,
        List<JasminUser> users,
        List<JasminConnector> connectors,
        List<JasminHttp> https,
        List<JasminRoute> mtRoutes,
        List<JasminRoute> moRoutes,
        List<JasminScript> scripts) {

    record JasminGroup(String gid, boolean enabled) {}

    /// @param quotas balance, number of messages and throughput as the list has them
    /// @param shown what `user -s` prints, by the words before the value; null: there is no such file
    record JasminUser(
            String uid, String gid, String username, boolean enabled, List<String> quotas, Map<String, String> shown) {}

    /// @param shown what `smppccm -s` prints; null: there is no such file
    record JasminConnector(String cid, boolean started, Map<String, String> shown) {}

    record JasminHttp(String cid, String method, String url) {}

    /// @param rate as it is printed; null for a route of messages from handsets
    /// @param connectors as `smppc(CID)`
    /// @param filters as `<DA (dst_addr=^99890)>`
    record JasminRoute(int order, String type, String rate, List<String> connectors, List<String> filters) {}

    /// An interceptor, or a filter in Python.
    ///
    /// @param file that has it
    /// @param name its order or its id
    record JasminScript(String file, String name, String words) {}
}
