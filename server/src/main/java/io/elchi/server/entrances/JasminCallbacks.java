package io.elchi.server.entrances;

import io.elchi.server.entrances.CallbackWriter.CallbackResult;
import io.elchi.smstext.receipt.Receipt;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The parameters of Jasmin's requests: of receipts by level, and of a destination of a batch.
final class JasminCallbacks {
    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("uuMMddHHmm");
    private static final Pattern COMMAND_STATUS = Pattern.compile("ESME_[A-Z0-9_]+");
    private static final int MOST_STATUS_TEXT = 500;

    private JasminCallbacks() {}

    /// Level 1: what became of submit_sm.
    static Map<String, byte[]> ofSubmission(CallbackResult result) {
        Map<String, byte[]> all = new LinkedHashMap<>();
        put(all, "id", result.receipt().id());
        put(all, "message_status", result.wasSubmitted() ? "ESME_ROK" : refusal(result.refusal()));
        put(all, "level", "1");
        put(all, "connector", CallbackWriter.CONNECTOR);
        return all;
    }

    /// The name of the command_status; ESME_RSUBMITFAIL for a message that no operator was asked about.
    private static String refusal(String operatorStatus) {
        Matcher name = COMMAND_STATUS.matcher(operatorStatus == null ? "" : operatorStatus);
        return name.lookingAt() ? name.group() : "ESME_RSUBMITFAIL";
    }

    /// Level 2: the receipt.
    static Map<String, byte[]> ofResult(CallbackResult result) {
        Receipt receipt = result.receipt();
        Map<String, byte[]> all = new LinkedHashMap<>();
        put(all, "id", receipt.id());
        put(all, "id_smsc", receipt.id());
        put(all, "message_status", receipt.stat());
        put(all, "level", "2");
        put(all, "connector", CallbackWriter.CONNECTOR);
        put(all, "subdate", minutes(receipt.submitted().orElseThrow()));
        put(all, "donedate", minutes(receipt.done().orElseThrow()));
        put(all, "sub", "%03d".formatted(receipt.sub()));
        put(all, "dlvrd", "%03d".formatted(receipt.dlvrd()));
        put(all, "err", receipt.err());
        put(all, "text", "");
        return all;
    }

    /// @param isAccepted whether the destination is sent to
    /// @param text the answer that `/send` would give
    static String ofBatch(String batch, String to, boolean isAccepted, String text) {
        Map<String, byte[]> all = new LinkedHashMap<>();
        put(all, "batchId", batch);
        put(all, "to", to);
        put(all, "status", isAccepted ? "1" : "0");
        put(all, "statusText", text.length() <= MOST_STATUS_TEXT ? text : text.substring(0, MOST_STATUS_TEXT));
        return PercentEncoding.pairs(all);
    }

    private static String minutes(Instant time) {
        return MINUTES.format(time.atOffset(ZoneOffset.UTC));
    }

    private static void put(Map<String, byte[]> all, String name, String value) {
        all.put(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
