package io.elchi.server.routing;

import io.elchi.server.config.Setting;
import io.elchi.server.core.MessageClass;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;

/// Settings of an operator as a whole. They decide about messages that no session can send, and about receipts,
/// which may arrive on another link than the one that sent the message. Stored as JSON in the operator's row.
/// Settings of a single link are [LinkOptions]. A change takes effect at once; no session is bound again.
public record OperatorOptions(
        @Setting(
                value =
                        "time after which an OTP goes to the next candidate while no session is bound or the operator throttles",
                is = "5s",
                min = 100)
        Duration otpFailover,

        @Setting(value = "the same time for other messages", is = "60s", min = 100)
        Duration failover,

        @Setting(value = "sends a part without a response again, at the risk of a duplicate", is = "true")
        boolean resendUnanswered,

        @Setting(value = "form of message_id in submit_sm_resp", is = "same")
        Id responseId,

        @Setting(value = "form of the id in a receipt's text", is = "same")
        Id receiptId,

        @Setting(value = "form of receipted_message_id", is = "same")
        Id receiptTlvId,

        @Setting(value = "detects receipts without the receipt bits of esm_class", is = "false")
        boolean sniffReceipts,

        @Setting(
                value =
                        "the operator's own words for a receipt's stat, `DND_REJECTED=rejected`: enroute, delivered, expired,"
                                + " deleted, undeliverable, accepted, unknown or rejected",
                is = "")
        List<String> receiptWords,

        @Setting(
                value = "UTC offset of the dates in receipts and of an absolute validity_period, like `+05:00`",
                is = "Z")
        String receiptClock) {
    private static final String RECEIPT_STATES =
            "enroute|delivered|expired|deleted|undeliverable|accepted|unknown|rejected";

    /// @throws IllegalArgumentException if a receipt word or the clock's offset has another form
    public OperatorOptions {
        receiptWords = List.copyOf(receiptWords);
        LinkOptions.check(
                "receipt_words", receiptWords, "[^\\s=]+\\s*=\\s*(?i:" + RECEIPT_STATES + ")", "DND_REJECTED=rejected");
        try {
            ZoneOffset.of(receiptClock);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("receipt_clock: '" + receiptClock + "' must be like +05:00", e);
        }
    }

    /// The time after which a message of this class goes to the next candidate while no session is bound or the
    /// operator throttles.
    public Duration failover(MessageClass messageClass) {
        return messageClass == MessageClass.OTP ? otpFailover : failover;
    }

    /// The form of ids.
    public enum Id {
        SAME,
        EXACT,
        DECIMAL,
        HEX
    }
}
