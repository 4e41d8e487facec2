package io.elchi.bench.messagepath;

import io.elchi.bench.Options;
import java.util.Map;

/// The options of a measurement, from `name=value` arguments.
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
/// @param auth what requests are authenticated by: `key`, or `token` of OAuth2, one for each account
/// @param label name of the report
record MessagePathOptions(
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
        String auth,
        String label) {
    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("mode", "single"),
            Map.entry("batch", "100"),
            Map.entry("connections", "64"),
            Map.entry("accounts", "50"),
            Map.entry("sessions", "1"),
            Map.entry("window", "100"),
            Map.entry("receipts", "true"),
            Map.entry("webhooks", "false"),
            Map.entry("rate", "0"),
            Map.entry("seconds", "20"),
            Map.entry("warmup", "60"),
            Map.entry("rows", "0"),
            Map.entry("auth", "key"),
            Map.entry("label", "message-path"));

    static MessagePathOptions parse(String... arguments) {
        Options given = Options.parse(DEFAULTS, arguments);
        return new MessagePathOptions(
                given.text("mode"),
                given.number("batch"),
                given.number("connections"),
                given.number("accounts"),
                given.number("sessions"),
                given.number("window"),
                given.flag("receipts"),
                given.flag("webhooks"),
                given.number("rate"),
                given.number("seconds"),
                given.number("warmup"),
                given.large("rows"),
                given.text("auth"),
                given.text("label"));
    }

    boolean isBatch() {
        return mode.equals("batch");
    }

    boolean byToken() {
        return auth.equals("token");
    }

    int messagesARequest() {
        return isBatch() ? batchSize : 1;
    }
}
