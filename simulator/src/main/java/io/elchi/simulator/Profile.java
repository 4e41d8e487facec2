package io.elchi.simulator;

import io.elchi.smpp.pdu.CommandStatus;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// The behaviour of one operator. Written in YAML with snake_case names; what is left out has a default, what is
/// unknown is an error. Shares are 0 to 1.
///
/// @param name unique among the running operators
/// @param port 0 takes a free one
/// @param systemId the operator's own, in bind responses
/// @param version the highest SMPP version: 3.3, 3.4 or 5.0
/// @param responseTimer how long a deliver_sm_resp is waited for
/// @param maxStored received messages kept for the control API, the newest
public record Profile(
        String name,
        int port,
        String systemId,
        String version,
        List<Account> accounts,
        Responses responses,
        MessageIds messageIds,
        Receipts receipts,
        MoTraffic mo,
        Faults faults,
        Duration responseTimer,
        Integer maxStored) {
    public Profile {
        Objects.requireNonNull(name, "name");
        systemId = systemId == null ? name : systemId;
        version = version == null ? "3.4" : version;
        accounts = accounts == null ? List.of() : List.copyOf(accounts);
        responses = responses == null ? Responses.DEFAULT : responses;
        messageIds = messageIds == null ? MessageIds.DEFAULT : messageIds;
        receipts = receipts == null ? Receipts.DEFAULT : receipts;
        faults = faults == null ? Faults.NONE : faults;
        responseTimer = responseTimer == null ? Duration.ofSeconds(10) : responseTimer;
        maxStored = maxStored == null ? 100_000 : maxStored;
        if (responseTimer.isZero() || responseTimer.isNegative()) {
            throw new IllegalArgumentException("response_timer must be positive");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0 to 65535");
        }
        if (!List.of("3.3", "3.4", "5.0").contains(version)) {
            throw new IllegalArgumentException("version must be 3.3, 3.4 or 5.0");
        }
        if (maxStored < 1 || maxStored > 10_000_000) {
            throw new IllegalArgumentException("max_stored must be 1 to 10000000");
        }
    }

    /// An account that may bind. Without any account, every bind is accepted.
    public record Account(String systemId, String password, Integer maxBinds) {
        public Account {
            Objects.requireNonNull(systemId, "system_id");
            Objects.requireNonNull(password, "password");
            maxBinds = maxBinds == null ? 100 : maxBinds;
        }

        @Override
        public String toString() {
            return "Account[" + systemId + "]";
        }
    }

    /// Responses to submit_sm.
    ///
    /// @param errors share of each command_status, by its name or its number
    /// @param lost share of responses that are never sent
    /// @param throttle submit_sm a second, over which ESME_RTHROTTLED is answered; 0: no limit
    /// @param burst how many may come at once before the rate counts
    /// @param queueLimit messages waiting for their final state, over which ESME_RMSGQFUL is answered; 0: no limit
    public record Responses(
            Latency latency, Map<String, Double> errors, double lost, double throttle, Double burst, int queueLimit) {
        static final Responses DEFAULT = new Responses(null, null, 0, 0, null, 0);

        public Responses {
            latency = latency == null ? Latency.NONE : latency;
            errors = sorted(errors);
            burst = burst == null ? Math.max(1, throttle) : burst;
            share("lost", lost);
            errors.forEach((name, value) -> {
                share(name, value);
                status(name);
            });
            share(
                    "the sum of errors",
                    errors.values().stream().mapToDouble(v -> v).sum());
        }

        /// The number of a command_status that is written by name or number.
        static int status(String text) {
            for (CommandStatus known : CommandStatus.values()) {
                if (known.name().equals(text)) {
                    return known.code();
                }
            }
            try {
                return Integer.decode(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("no command_status '" + text + "'", e);
            }
        }
    }

    /// The form of message ids in responses and in receipts: `hex`, `decimal` or `uuid`.
    ///
    /// @param width padded with zeros to so many digits
    public record MessageIds(String response, String receipt, int width, boolean upperCase) {
        static final MessageIds DEFAULT = new MessageIds("decimal", "decimal", 10, false);

        public MessageIds {
            response = form(response == null ? "decimal" : response);
            receipt = form(receipt == null ? response : receipt);
            if (width < 0 || width > 60) {
                throw new IllegalArgumentException("width must be 0 to 60");
            }
        }

        private static String form(String form) {
            if (!List.of("hex", "decimal", "uuid").contains(form)) {
                throw new IllegalArgumentException("an id is hex, decimal or uuid, not " + form);
            }
            return form;
        }
    }

    /// The states of accepted messages, and their receipts.
    ///
    /// @param states share of each final state (DELIVRD, UNDELIV, EXPIRED, REJECTD, DELETED, UNKNOWN); the rest is
    ///     DELIVRD
    /// @param intermediate also send an ENROUTE receipt first, when registered_delivery wants any
    /// @param lost share never sent
    /// @param duplicated share sent twice
    /// @param early share sent before the response
    /// @param fields the fields of the text, in order: id sub dlvrd submit_date done_date stat err text
    /// @param dateDigits 10 or 12 or 14
    /// @param tlvs send receipted_message_id and message_state too
    /// @param text write the receipt into short_message; without it the TLVs are all
    /// @param retryAfter when an ESME does not take a receipt
    /// @param maxPending receipts that wait for an ESME, over which the oldest is dropped and counted
    public record Receipts(
            Latency latency,
            Map<String, Double> states,
            boolean intermediate,
            double lost,
            double duplicated,
            double early,
            List<String> fields,
            Integer dateDigits,
            Boolean tlvs,
            Boolean text,
            Duration retryAfter,
            Integer maxPending) {
        private static final List<String> ALL_FIELDS =
                List.of("id", "sub", "dlvrd", "submit_date", "done_date", "stat", "err", "text");
        static final Receipts DEFAULT = new Receipts(null, null, false, 0, 0, 0, null, null, null, null, null, null);

        public Receipts {
            latency = latency == null ? Latency.NONE : latency;
            states = sorted(states);
            fields = fields == null ? ALL_FIELDS : List.copyOf(fields);
            dateDigits = dateDigits == null ? 10 : dateDigits;
            tlvs = tlvs == null || tlvs;
            text = text == null || text;
            retryAfter = retryAfter == null ? Duration.ofSeconds(5) : retryAfter;
            maxPending = maxPending == null ? 1_000_000 : maxPending;
            share("lost", lost);
            share("duplicated", duplicated);
            share("early", early);
            states.forEach(Profile::share);
            share(
                    "the sum of states",
                    states.values().stream().mapToDouble(v -> v).sum());
            if (!ALL_FIELDS.containsAll(fields)) {
                throw new IllegalArgumentException("the fields of a receipt are " + ALL_FIELDS);
            }
            if (!List.of(10, 12, 14).contains(dateDigits)) {
                throw new IllegalArgumentException("date_digits must be 10, 12 or 14");
            }
        }
    }

    /// Messages from subscribers, sent to every account that can receive.
    ///
    /// @param perSecond for the operator; 0: none
    /// @param from subscribers' numbers, drawn from
    /// @param to the short code or number they write to
    /// @param texts drawn from
    public record MoTraffic(double perSecond, List<String> from, String to, List<String> texts) {
        public MoTraffic {
            from = from == null ? List.of("998901234567") : List.copyOf(from);
            to = to == null ? "1234" : to;
            texts = texts == null ? List.of("STOP", "Salom", "Yo'q") : List.copyOf(texts);
            if (!(perSecond >= 0) || perSecond > 10_000 || from.isEmpty() || texts.isEmpty()) {
                throw new IllegalArgumentException("mo needs per_second 0 to 10000, a from and a text");
            }
        }
    }

    /// Faults of connections.
    ///
    /// @param disconnectEvery close the session at every so many-th submit_sm, which stays unanswered; 0: never
    /// @param silentEvery stop reading and answering at every so many-th submit_sm; 0: never
    /// @param silentFor for so long
    public record Faults(int disconnectEvery, int silentEvery, Duration silentFor) {
        static final Faults NONE = new Faults(0, 0, null);

        public Faults {
            silentFor = silentFor == null ? Duration.ofSeconds(30) : silentFor;
            if (disconnectEvery < 0 || silentEvery < 0 || silentFor.isNegative()) {
                throw new IllegalArgumentException("faults must not be negative");
            }
        }
    }

    /// In the order of the names, so that what is drawn from a seed does not depend on how the YAML was written.
    private static Map<String, Double> sorted(Map<String, Double> shares) {
        return shares == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(shares));
    }

    private static void share(String name, double value) {
        if (!(value >= 0 && value <= 1.000001)) {
            throw new IllegalArgumentException(name + " must be 0 to 1, not " + value);
        }
    }
}
