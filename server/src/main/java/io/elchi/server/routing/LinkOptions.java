package io.elchi.server.routing;

import io.elchi.server.config.Setting;
import io.elchi.server.core.Cidr;
import io.elchi.server.core.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/// Settings of one link, those of SMPP and those of HTTP: they act on its sessions, and on parts that were sent on
/// them. Stored as JSON beside
/// the link's address and bind, in groups: `{"text": {"split": "sar"}}`. Settings of the whole operator are
/// [OperatorOptions].
public record LinkOptions(
        TextOptions text,
        Submit submit,
        Addresses addresses,
        Session session,
        Refusals refusals,
        Tls tls,
        Outbind outbind,
        HttpRequestOptions http,
        HttpReplyOptions httpReply,
        HttpReceiptOptions httpReceipt) {
    private static final String NUMBER = "(0[xX][0-9a-fA-F]{1,8}|[0-9]{1,10})";

    /// The alphabets and the form of texts, in both directions.
    public record TextOptions(
            @Setting(value = "meaning of data_coding 0 for the operator", is = "gsm")
            Alphabet defaultAlphabet,

            @Setting(
                    value =
                            "filler of the operator in seven spare bits of packed septets: zero bits, which read as @ and"
                                    + " are left out at the end, or CR, with which @ at the end is text; we write CR",
                    is = "zero")
            Padding packedPadding,

            @Setting(
                    value =
                            "data_codings that were agreed with the operator, each with the character set that it means,"
                                    + " `0x00=windows-1251`",
                    is = "")
            List<String> dataCodings,

            @Setting(
                    value =
                            "national language tables that texts may be written with, in order of preference, so that more"
                                    + " characters fit; handsets must be able to read them",
                    is = "")
            List<NationalTable> nationalTables,

            @Setting(value = "form of a text with several parts", is = "udh_8")
            Split split,

            @Setting(
                    value = "octets of message_payload, at most, where texts travel in it",
                    is = "65535",
                    min = 1,
                    max = 65_535)
            int payloadOctets) {
        /// @throws IllegalArgumentException if a data_coding has another form
        public TextOptions {
            nationalTables = List.copyOf(nationalTables);
            dataCodings = List.copyOf(dataCodings);
            check("data_codings", dataCodings, NUMBER + "\\s*=\\s*[A-Za-z0-9._:-]{2,40}", "0x00=windows-1251");
        }
    }

    /// The fields of each submit_sm.
    public record Submit(
            @Setting(value = "service_type of submit_sm", is = "")
            String serviceType,

            @Setting(value = "registered_delivery of submit_sm", is = "1", min = 0, max = 255)
            int registeredDelivery,

            @Setting(value = "form of validity_period", is = "relative")
            Validity validity,

            @Setting(value = "protocol_id of submit_sm", is = "0", min = 0, max = 255)
            int protocolId,

            @Setting(value = "priority_flag of submit_sm", is = "0", min = 0, max = 255)
            int priorityFlag,

            @Setting(
                    value = "TLVs of every submit_sm, such as those that an operator or a regulator demands: tag and"
                            + " octets in hex, `0x1400=0a1b`, or tag and ASCII text, `0x1400=\"1101234567\"`; at most 16"
                            + " tags with at most 255 octets each; the tags of sar_* and message_payload are refused",
                    is = "")
            List<String> tlvs) {
        private static final int MOST_TLVS = 16;
        private static final int MOST_TLV_OCTETS = 255;
        private static final int HIGHEST_TAG = 0xFFFF;
        /// sar_msg_ref_num, sar_total_segments, sar_segment_seqnum and message_payload carry the message's own
        /// text.
        private static final Set<Integer> OWN_TAGS = Set.of(0x020C, 0x020E, 0x020F, 0x0424);

        private static final String TEXT = "\"[\\x20-\\x7E&&[^\",]]*\"";

        /// A fixed TLV.
        public record FixedTlv(int tag, byte[] value) {
            private static FixedTlv of(String item) {
                int equals = item.indexOf('=');
                String value = item.substring(equals + 1).strip();
                return new FixedTlv(
                        (int) Math.min(Long.decode(item.substring(0, equals).strip()), Integer.MAX_VALUE),
                        value.startsWith("\"")
                                ? value.substring(1, value.length() - 1).getBytes(StandardCharsets.US_ASCII)
                                : HexFormat.of().parseHex(value));
            }
        }

        /// @throws IllegalArgumentException if a TLV has another form
        public Submit {
            tlvs = List.copyOf(tlvs);
            check("tlvs", tlvs, NUMBER + "\\s*=\\s*(([0-9a-fA-F]{2})*|" + TEXT + ")", "0x1400=0a1b or 0x1400=\"text\"");
            if (tlvs.size() > MOST_TLVS) {
                throw new IllegalArgumentException("tlvs: at most " + MOST_TLVS + ", not " + tlvs.size());
            }
            Set<Integer> tags = new HashSet<>();
            for (String item : tlvs) {
                checkTlv(item, FixedTlv.of(item), tags);
            }
        }

        private static void checkTlv(String item, FixedTlv tlv, Set<Integer> before) {
            String why = null;
            if (tlv.tag > HIGHEST_TAG) {
                why = "the tag has more than 2 octets";
            } else if (OWN_TAGS.contains(tlv.tag)) {
                why = "the tag carries the message's own text";
            } else if (!before.add(tlv.tag)) {
                why = "the tag is there twice";
            } else if (tlv.value.length > MOST_TLV_OCTETS) {
                why = "the value has more than " + MOST_TLV_OCTETS + " octets";
            }
            if (why != null) {
                throw new IllegalArgumentException("tlvs: '" + item + "': " + why);
            }
        }

        /// The TLVs, read.
        public List<FixedTlv> fixedTlvs() {
            return tlvs.stream().map(FixedTlv::of).toList();
        }
    }

    /// TON and NPI of addresses in submit_sm.
    public record Addresses(
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
            int numberNpi) {}

    /// The session layer.
    public record Session(
            @Setting(value = "timeout of a response", is = "10s", min = 100, max = 300_000)
            Duration responseTimer,

            @Setting(
                    value = "time without reading after which enquire_link is sent",
                    is = "30s",
                    min = 1_000,
                    max = 3_600_000)
            Duration enquireTimer,

            @Setting(
                    value = "defects of the operator's deliver_sm and data_sm that are tolerated: tlv_stream (a cut"
                            + " TLV), field_too_long (address, service_type), sm_length, missing_nul, body_ends_early",
                    is = "tlv_stream, field_too_long")
            List<Defect> toleratedDefects) {
        public Session {
            toleratedDefects = List.copyOf(toleratedDefects);
        }
    }

    /// What follows a response with an error status, and when.
    public record Refusals(
            @Setting(
                    value = "actions for a command_status, `0x0000000B=fail`: throttle, retry, next (operator) or fail",
                    is = "")
            List<String> statuses,

            @Setting(
                    value = "pause of a link after ESME_RTHROTTLED or ESME_RMSGQFUL; it doubles while they continue",
                    is = "1s",
                    min = 10,
                    max = 300_000)
            Duration throttleDelay,

            @Setting(
                    value = "delay before a part that this link refused is sent again to the operator, over any link",
                    is = "5s",
                    min = 10,
                    max = 3_600_000)
            Duration retryDelay,

            @Setting(
                    value =
                            "attempts of a part at the operator, over all its links, after which a refusal on this link sends it to the next candidate",
                    is = "3",
                    min = 1,
                    max = 100)
            int attempts) {
        /// @throws IllegalArgumentException if a status has another form
        public Refusals {
            statuses = List.copyOf(statuses);
            check("statuses", statuses, NUMBER + "\\s*=\\s*(?i:throttle|retry|next|fail)", "0x0000000B=fail");
        }
    }

    /// Certificates of a link with `tls`.
    public record Tls(
            @Setting(value = "PEM file with the certificates that a TLS link trusts; empty: those of Java", is = "")
            String trustedCertificates,

            @Setting(
                    value =
                            "PEM file with the certificate chain that a TLS link shows to the operator (mutual TLS); read"
                                    + " again before each connection; empty: none",
                    is = "")
            String clientCertificate,

            @Setting(value = "PEM file with the key of that certificate (PKCS#8)", is = "")
            String clientKey) {
        /// @throws IllegalArgumentException if a certificate has no key, or a key no certificate
        public Tls {
            if (clientCertificate.isEmpty() != clientKey.isEmpty()) {
                throw new IllegalArgumentException("client_certificate and client_key are set together, or not at all");
            }
        }
    }

    /// A link whose operator connects and asks to be bound to by outbind. The link then makes no connections
    /// itself.
    public record Outbind(
            @Setting(
                    value = "port to listen on for the operator's connections with outbind; the link binds on them, as"
                            + " receiver or transceiver, and makes none itself; 0: it connects itself",
                    is = "0",
                    min = 0,
                    max = 65_535)
            int port,

            @Setting(value = "address to listen on", is = "127.0.0.1")
            String address,

            @Setting(value = "system_id that outbind must have; empty: any", is = "")
            String systemId,

            @Setting(value = "password that outbind must have", is = "")
            Secret password,

            @Setting(
                    value =
                            "addresses or blocks that may connect, `10.1.0.0/16`; empty: the addresses of the link's host",
                    is = "")
            List<String> peers,

            @Setting(value = "connections open at once, bound or not", is = "2", min = 1, max = 64)
            int maxConnections,

            @Setting(
                    value = "time from the connection until it is bound; a connection that takes longer is closed",
                    is = "10s",
                    min = 100,
                    max = 60_000)
            Duration timeout) {
        /// @throws IllegalArgumentException if the password is missing, or a peer is no address
        public Outbind {
            peers = List.copyOf(peers);
            peers.forEach(Cidr::parse);
            if (port > 0 && password.isEmpty()) {
                throw new IllegalArgumentException("password: must be set with a port");
            }
        }

        /// Whether the link listens.
        public boolean isOn() {
            return port > 0;
        }
    }

    static void check(String name, List<String> items, String form, String example) {
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

    /// The filler of packed septets (3GPP TS 23.038, 6.1.2.1.1 and 6.1.2.3.1).
    public enum Padding {
        ZERO,
        CR
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

    /// The form of validity_period.
    public enum Validity {
        UNSET,
        RELATIVE,
        ABSOLUTE
    }
}
