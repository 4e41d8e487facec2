package io.elchi.bench.road;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// What to measure, from `name=value` arguments.
///
/// @param mode `single`, or `batch` with `batchSize` messages each
/// @param connections HTTP connections, each with one request at a time
/// @param accounts clients that send, in turn
/// @param sessions SMPP sessions to the operator
/// @param receipts whether the operator reports
/// @param webhooks whether each final state is posted to a local sink
/// @param rate messages a second, open loop; 0: as many as go, closed loop
/// @param seconds measured
/// @param warmup seconds before
/// @param rows messages that are in the store before, to see what a large store costs
/// @param label name of the report
record RoadOptions(
        String mode,
        int batchSize,
        int connections,
        int accounts,
        int sessions,
        int window,
        boolean receipts,
        boolean webhooks,
        int rate,
        int seconds,
        int warmup,
        long rows,
        String label) {
    private static final Set<String> KNOWN = Set.of(
            "mode",
            "batch",
            "connections",
            "accounts",
            "sessions",
            "window",
            "receipts",
            "webhooks",
            "rate",
            "seconds",
            "warmup",
            "rows",
            "label");

    static RoadOptions parse(String... arguments) {
        Map<String, String> given = new LinkedHashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            if (equals < 0 || !KNOWN.contains(name)) {
                throw new IllegalArgumentException("'" + argument + "': options are " + KNOWN + ", like rate=500");
            }
            given.put(name, argument.substring(equals + 1));
        }
        return new RoadOptions(
                given.getOrDefault("mode", "single"),
                number(given, "batch", 100),
                number(given, "connections", 64),
                number(given, "accounts", 50),
                number(given, "sessions", 1),
                number(given, "window", 100),
                Boolean.parseBoolean(given.getOrDefault("receipts", "true")),
                Boolean.parseBoolean(given.getOrDefault("webhooks", "false")),
                number(given, "rate", 0),
                number(given, "seconds", 20),
                number(given, "warmup", 20),
                number(given, "rows", 0),
                given.getOrDefault("label", "road"));
    }

    private static int number(Map<String, String> given, String name, int fallback) {
        return Integer.parseInt(given.getOrDefault(name, Integer.toString(fallback)));
    }

    boolean isBatch() {
        return mode.equals("batch");
    }

    int messagesARequest() {
        return isBatch() ? batchSize : 1;
    }
}
