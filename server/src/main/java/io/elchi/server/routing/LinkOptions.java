package io.elchi.server.routing;

import io.elchi.server.config.Setting;
import io.elchi.server.core.MessageClass;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;

/// Settings of an SMPP link that differ between operators; stored as JSON beside the link's other settings.
public record LinkOptions(
        @Setting(value = "meaning of data_coding 0 for the operator", is = "gsm")
        Alphabet defaultAlphabet,

        @Setting(value = "form of a text with several parts", is = "udh_8")
        Split split,

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

        @Setting(value = "UTC offset of the dates in receipts, like `+05:00`", is = "Z")
        String receiptClock,

        @Setting(value = "registered_delivery of submit_sm", is = "1", min = 0, max = 255)
        int registeredDelivery,

        @Setting(value = "form of validity_period", is = "relative")
        Validity validity,

        @Setting(value = "service_type of submit_sm", is = "")
        String serviceType,

        @Setting(value = "TON of a destination", is = "1", min = 0, max = 255)
        int destinationTon,

        @Setting(value = "NPI of a destination", is = "1", min = 0, max = 255)
        int destinationNpi,

        @Setting(value = "TON of an alphanumeric sender", is = "5", min = 0, max = 255)
        int alphaTon,

        @Setting(value = "NPI of an alphanumeric sender", is = "0", min = 0, max = 255)
        int alphaNpi,

        @Setting(value = "TON of a short code", is = "3", min = 0, max = 255)
        int shortTon,

        @Setting(value = "NPI of a short code", is = "0", min = 0, max = 255)
        int shortNpi,

        @Setting(value = "TON of an international number as sender", is = "1", min = 0, max = 255)
        int numberTon,

        @Setting(value = "NPI of an international number as sender", is = "1", min = 0, max = 255)
        int numberNpi,

        @Setting(value = "protocol_id of submit_sm", is = "0", min = 0, max = 255)
        int protocolId,

        @Setting(value = "priority_flag of submit_sm", is = "0", min = 0, max = 255)
        int priorityFlag,

        @Setting(
                value = "octets of message_payload, at most, where texts travel in it",
                is = "65535",
                min = 1,
                max = 65_535)
        int payloadOctets,

        @Setting(
                value = "data_codings that were agreed with the operator, each with the character set that it means,"
                        + " `0x00=windows-1251`",
                is = "")
        List<String> dataCodings,

        @Setting(
                value = "national language tables that texts may be written with, in order of preference, so that more"
                        + " characters fit; handsets must be able to read them",
                is = "")
        List<NationalTable> nationalTables,

        @Setting(value = "TLVs of every submit_sm, `0x1400=hex octets`", is = "")
        List<String> tlvs,

        @Setting(value = "timeout of a response", is = "10s", min = 100, max = 300_000)
        Duration responseTimer,

        @Setting(
                value = "time without reading after which enquire_link is sent",
                is = "30s",
                min = 1_000,
                max = 3_600_000)
        Duration enquireTimer,

        @Setting(
                value = "pause of a link after ESME_RTHROTTLED or ESME_RMSGQFUL; it doubles while they continue",
                is = "1s",
                min = 10,
                max = 300_000)
        Duration throttleDelay,

        @Setting(value = "delay before a part is sent again to the operator", is = "5s", min = 10, max = 3_600_000)
        Duration retryDelay,

        @Setting(value = "attempts at the operator before the next candidate", is = "3", min = 1, max = 100)
        int attempts,

        @Setting(value = "sends a part without a response again, at the risk of a duplicate", is = "true")
        boolean resendUnanswered,

        @Setting(
                value =
                        "time after which an OTP goes to the next candidate while no session is bound or the operator throttles",
                is = "5s",
                min = 100)
        Duration otpFailover,

        @Setting(value = "the same for other messages", is = "60s", min = 100)
        Duration failover,

        @Setting(
                value = "actions for a command_status, `0x0000000B=fail`: throttle, retry, next (operator) or fail",
                is = "")
        List<String> statuses,

        @Setting(
                value = "defects of the operator's deliver_sm and data_sm that are tolerated: tlv_stream (a cut"
                        + " TLV), field_too_long (address, service_type), sm_length, missing_nul, body_ends_early",
                is = "tlv_stream, field_too_long")
        List<Defect> toleratedDefects,

        @Setting(value = "PEM file with the certificates that a TLS link trusts; empty: those of Java", is = "")
        String trustedCertificates,

        @Setting(
                value = "PEM file with the certificate chain that a TLS link shows to the operator (mutual TLS); read"
                        + " again before each connection; empty: none",
                is = "")
        String clientCertificate,

        @Setting(value = "PEM file with the key of that certificate (PKCS#8)", is = "")
        String clientKey) {
    private static final String NUMBER = "(0[xX][0-9a-fA-F]{1,8}|[0-9]{1,10})";

    private static final String RECEIPT_STATES =
            "enroute|delivered|expired|deleted|undeliverable|accepted|unknown|rejected";

    /// @throws IllegalArgumentException if a list's item or the clock's offset has another form
    public LinkOptions {
        tlvs = List.copyOf(tlvs);
        statuses = List.copyOf(statuses);
        toleratedDefects = List.copyOf(toleratedDefects);
        nationalTables = List.copyOf(nationalTables);
        if (clientCertificate.isEmpty() != clientKey.isEmpty()) {
            throw new IllegalArgumentException("client_certificate and client_key are set together, or not at all");
        }
        receiptWords = List.copyOf(receiptWords);
        check("receipt_words", receiptWords, "[^\\s=]+\\s*=\\s*(?i:" + RECEIPT_STATES + ")", "DND_REJECTED=rejected");
        dataCodings = List.copyOf(dataCodings);
        check("data_codings", dataCodings, NUMBER + "\\s*=\\s*[A-Za-z0-9._:-]{2,40}", "0x00=windows-1251");
        check("tlvs", tlvs, NUMBER + "\\s*=\\s*([0-9a-fA-F]{2})*", "0x1400=31323334");
        check("statuses", statuses, NUMBER + "\\s*=\\s*(?i:throttle|retry|next|fail)", "0x0000000B=fail");
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

    private static void check(String name, List<String> items, String form, String example) {
        for (String item : items) {
            if (!item.matches(form)) {
                throw new IllegalArgumentException(name + ": '" + item + "' must be like " + example);
            }
        }
    }

    /// National language tables of 3GPP TS 23.038, annex A.
    public enum NationalTable {
        TURKISH,
        SPANISH,
        PORTUGUESE,
        BENGALI,
        GUJARATI,
        HINDI,
        KANNADA,
        MALAYALAM,
        ORIYA,
        PUNJABI,
        TAMIL,
        TELUGU,
        URDU
    }

    /// The default alphabet of an SMSC.
    public enum Alphabet {
        GSM,
        GSM_PACKED,
        LATIN_1,
        ASCII
    }

    /// A deviation from the specification in PDUs of an operator.
    public enum Defect {
        TLV_STREAM,
        FIELD_TOO_LONG,
        SM_LENGTH,
        MISSING_NUL,
        BODY_ENDS_EARLY
    }

    /// The form of long texts.
    public enum Split {
        UDH_8,
        UDH_16,
        SAR,
        MESSAGE_PAYLOAD
    }

    /// The form of ids.
    public enum Id {
        SAME,
        EXACT,
        DECIMAL,
        HEX
    }

    /// The form of validity_period.
    public enum Validity {
        UNSET,
        RELATIVE,
        ABSOLUTE
    }
}
