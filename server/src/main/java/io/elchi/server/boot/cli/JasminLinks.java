package io.elchi.server.boot.cli;

import io.elchi.server.boot.cli.JasminConfig.JasminConnector;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/// An SMPP connector of Jasmin as a link.
final class JasminLinks {
    private static final int MAX_PORT = 65_535;
    private static final int MAX_RATE = 1_000_000;

    /// Settings that a link has elsewhere or not at all, with the values that need nothing.
    private static final Map<String, Set<String>> OTHERS = Map.ofEntries(
            Map.entry("src_addr", Set.of("None", "")),
            Map.entry("validity", Set.of("None", "")),
            Map.entry("addr_range", Set.of("None", "")),
            Map.entry("proto_id", Set.of("None", "")),
            Map.entry("def_msg_id", Set.of("0")),
            Map.entry("ripf", Set.of("0")),
            Map.entry("coding", Set.of("0")),
            Map.entry("priority", Set.of("0")),
            Map.entry("src_ton", Set.of("2")),
            Map.entry("src_npi", Set.of("1")),
            Map.entry("dst_ton", Set.of("1")),
            Map.entry("dst_npi", Set.of("1")),
            Map.entry("bind_ton", Set.of("0")),
            Map.entry("bind_npi", Set.of("0", "1")),
            Map.entry("dlr_msgid", Set.of("0")),
            Map.entry("elink_interval", Set.of("30")));

    private JasminLinks() {}

    /// @return null when it cannot be one
    static ObjectNode link(JasminConnector connector, String name, boolean start, JasminReport report) {
        Map<String, String> shown = connector.shown();
        String port = shown.getOrDefault("port", "");
        String host = shown.getOrDefault("host", "");
        String mode = shown.getOrDefault("bind", "transceiver");
        String rate = shown.getOrDefault("submit_throughput", "1");
        String problem = !port.matches("[1-9][0-9]{0,4}") || Integer.parseInt(port) > MAX_PORT
                ? "port"
                : !host.matches("[!-~]{1,253}")
                        ? "host"
                        : !mode.matches("transmitter|receiver|transceiver")
                                ? "bind"
                                : !rate.matches("[0-9]{1,6}(\\.[0-9]{1,9})?")
                                        ? "submit_throughput"
                                        : !shown.getOrDefault("username", "").matches("[ -~]{1,64}")
                                                ? "username"
                                                : !shown.containsKey("password") ? "password" : null;
        if (problem != null) {
            report.work(JasminImport.SMPP, connector.cid(), problem + " is not there or has no value of a link");
            return null;
        }
        int throughput = Math.min(
                MAX_RATE, new BigDecimal(rate).setScale(0, RoundingMode.CEILING).intValueExact());
        ObjectNode link = Client.object()
                .put("name", name)
                .put("host", host)
                .put("port", Integer.parseInt(port))
                .put("system_id", shown.get("username"))
                .put("password", shown.get("password"))
                .put("system_type", shown.getOrDefault("systype", "").replaceFirst("^None$", ""))
                .put("bind_mode", mode)
                .put("tls", shown.getOrDefault("ssl", "no").equals("yes"))
                .put("throughput", throughput)
                .put("status", start && connector.started() ? "started" : "stopped");
        if (new BigDecimal(rate).compareTo(BigDecimal.valueOf(throughput)) != 0) {
            report.work(JasminImport.SMPP, connector.cid(), "submit_throughput " + rate + " becomes " + throughput);
        }
        new TreeMap<>(shown).forEach((setting, value) -> {
            Set<String> usual = OTHERS.get(setting);
            if (usual != null && !usual.contains(value)) {
                report.work(
                        JasminImport.SMPP,
                        connector.cid(),
                        setting + " " + value + ": see the options of links in docs/reference/configuration.md");
            }
        });
        return link;
    }
}
