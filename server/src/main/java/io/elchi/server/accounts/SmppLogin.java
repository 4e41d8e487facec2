package io.elchi.server.accounts;

import io.elchi.server.core.MessageClass;
import io.elchi.server.core.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A name under which an account's SMPP clients bind.
///
/// @param systemId system_id: 1 to 15 visible characters of ASCII, unlike any other's
/// @param version counts changes
public record SmppLogin(
        long id,
        long accountId,
        String systemId,
        long version,
        BindRules binds,
        SubmitRules submits,
        DeliveryRules delivery,
        Instant createdAt,
        Instant updatedAt) {
    /// Apart from the buckets of accounts: see [io.elchi.server.limits.RateLimits].
    private static final long BUCKETS = Long.MIN_VALUE;

    /// The bucket in which what it submits is counted against its own rate.
    public long rateBucket() {
        return BUCKETS + id;
    }

    /// Who may bind.
    ///
    /// @param allowed whether anybody may
    /// @param max sessions at a time, in all processes
    /// @param networks CIDR; empty: from everywhere
    /// @param tlsRequired whether a session without TLS is refused
    /// @param certificate SHA-256 of the DER of the client certificate without which a session is refused, in
    ///     hexadecimal digits; null: none is asked for
    public record BindRules(
            boolean allowed,
            Set<LoginMode> modes,
            int max,
            List<String> networks,
            boolean tlsRequired,
            String certificate) {
        public BindRules {
            modes = Set.copyOf(modes);
            networks = List.copyOf(networks);
        }

        /// @return the cause, as metrics name it; null: the login allows such a session
        public String refusal(LoginMode mode, boolean encrypted) {
            if (!allowed) {
                return "not_allowed";
            }
            if (!modes.contains(mode)) {
                return "mode";
            }
            return tlsRequired && !encrypted ? "not_encrypted" : null;
        }
    }

    /// What a session may submit, and how it is read.
    ///
    /// @param allowed whether it may submit
    /// @param window submit_sm of a session without an answer, at most; beyond it they are answered with
    ///     ESME_RTHROTTLED
    /// @param ratePerSecond submit_sm a second of all sessions of a process together; 0: the account's rate alone
    ///     counts
    /// @param alphabet the meaning of data_coding 0
    /// @param messageClass of a service_type that is not in `serviceTypes`
    /// @param serviceTypes the class by service_type
    /// @param binary whether it may submit octets, flash messages and TLVs of vendors
    /// @param http whether it may also submit at the port for clients of Jasmin and Kannel
    /// @param joinsParts whether the parts of a text that the client split become one message before it is routed
    /// @param fields the values that its fields may have
    public record SubmitRules(
            boolean allowed,
            int window,
            int ratePerSecond,
            LoginAlphabet alphabet,
            MessageClass messageClass,
            Map<String, MessageClass> serviceTypes,
            boolean binary,
            boolean http,
            boolean joinsParts,
            FieldRules fields) {
        public SubmitRules {
            serviceTypes = Map.copyOf(serviceTypes);
        }
    }

    /// The values that fields of a request may have. A set that is empty allows all.
    ///
    /// @param defaultCoding the data_coding that 0 stands for; 0: the login's alphabet
    /// @param codings data_coding, as the client writes it
    /// @param tons source_addr_ton
    /// @param npis source_addr_npi
    public record FieldRules(int defaultCoding, Set<Integer> codings, Set<Integer> tons, Set<Integer> npis) {
        /// Everything is allowed.
        public static final FieldRules NONE = new FieldRules(0, Set.of(), Set.of(), Set.of());

        public FieldRules {
            codings = Set.copyOf(codings);
            tons = Set.copyOf(tons);
            npis = Set.copyOf(npis);
        }
    }

    /// What its sessions get.
    ///
    /// @param inbound whether they get messages from handsets to the account's numbers
    /// @param inboundUrl the address that gets these in the place of the sessions; null: none
    public record DeliveryRules(ReceiptForm receipts, IdForm ids, boolean inbound, InboundUrl inboundUrl) {
        /// Whether sessions get messages from handsets.
        public boolean inboundToSessions() {
            return inbound && inboundUrl == null;
        }
    }

    /// An address that gets messages from handsets over HTTP.
    ///
    /// @param posts whether parameters are posted as a form, rather than added to the query
    public record InboundUrl(String url, boolean posts, InboundProtocol protocol) {}

    /// A login that is to be made, or what one becomes.
    public record Form(long accountId, String systemId, BindRules binds, SubmitRules submits, DeliveryRules delivery) {}

    /// A login with the password that is shown this once.
    public record IssuedLogin(SmppLogin login, Secret password) {}

    /// How a session is bound (SMPP 5.0, 2.2).
    public enum LoginMode {
        TRANSMITTER,
        RECEIVER,
        TRANSCEIVER;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<LoginMode> of(String text) {
            return named(values(), text);
        }
    }

    /// The meaning of data_coding 0.
    public enum LoginAlphabet {
        /// 3GPP TS 23.038, a septet in an octet.
        GSM,
        /// The same with packed septets.
        GSM_PACKED,
        LATIN_1,
        ASCII;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What a receipt consists of.
    public enum ReceiptForm {
        /// The text of SMPP 3.4, appendix B.
        TEXT,
        /// receipted_message_id and message_state.
        TLVS,
        TEXT_AND_TLVS;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// The form of a request with a message from a handset.
    public enum InboundProtocol {
        /// Parameters of Jasmin's httpccm.
        JASMIN,
        /// An address with Kannel's escapes.
        KANNEL;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// How message ids are written in submit_sm_resp and in receipts.
    public enum IdForm {
        UUID,
        /// 32 digits.
        HEX,
        /// Up to 39 digits.
        DECIMAL;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static <T extends Enum<T>> Optional<T> named(T[] all, String text) {
        for (T each : all) {
            if (each.name().toLowerCase(Locale.ROOT).equals(text)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
