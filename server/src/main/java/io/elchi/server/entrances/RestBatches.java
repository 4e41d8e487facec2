package io.elchi.server.entrances;

import io.elchi.server.core.Clock;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.entrances.LoginCheck.LoginVerdict;
import io.elchi.server.entrances.RestApi.RestException;
import io.elchi.server.intake.SendRequest;
import io.elchi.server.intake.SendResult;
import io.elchi.smstext.time.SmppTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Batches of Jasmin's REST API. Each destination is a message. The answer counts those that were accepted; one that is
/// refused leaves a record. When nothing can be accepted now, the batch is refused.
final class RestBatches {
    /// Destinations of a batch, and messages.
    static final int MOST = 1_000;

    /// Messages of one transaction.
    private static final int AT_ONCE = 100;
    /// Octets of a content.
    private static final int MOST_CONTENT = 65_536;
    /// Any destination: the others are put in its place.
    private static final String ANY = "1";
    private static final Set<Failure> PASSING = EnumSet.of(
            Failure.RATE_LIMITED,
            Failure.BUSY,
            Failure.OVERLOADED,
            Failure.UNAVAILABLE,
            Failure.SHUTTING_DOWN,
            Failure.OUTCOME_UNKNOWN,
            Failure.INTERNAL);
    private static final Pattern SECONDS = Pattern.compile("([0-9]{1,9})s");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    /// Nothing is scheduled as far ahead.
    private static final Duration MOST_AHEAD = Duration.ofDays(3_650);

    private final Submits submits;
    private final Clock clock;
    private final Supplier<UUID> ids;
    private final CallbackRequests callbacks;
    private final CallbackStore store;

    RestBatches(Submits submits, CallbackRequests callbacks, CallbackStore store, Clock clock, Supplier<UUID> ids) {
        this.callbacks = callbacks;
        this.store = store;
        this.submits = submits;
        this.clock = clock;
        this.ids = ids;
    }

    /// @return what the answer has
    Map<String, Object> send(LoginVerdict.Admitted by, Parameters credentials, JsonNode batch, String correlationId)
            throws JasminException, RestException, InterruptedException {
        if (!by.login().submits().allowed()) {
            throw JasminException.unauthorized(credentials.get("username"), "Cannot send MT messages");
        }
        JsonNode config = batch.path("batch_config");
        String id = ids.get().toString();
        BatchCallbacks told = new BatchCallbacks(new BatchCallbacks.Parts(store, ids, clock), by.login(), id, config);
        Instant now = clock.now();
        Instant notBefore = notBefore(config.path("schedule_at"), now);
        int destinations = destinations(batch);
        Refusal limited = submits.limited(by.login(), destinations);
        if (limited != null) {
            throw JasminErrors.of(limited.failure(), JasminErrors.Asked.of(credentials));
        }
        BatchRun run = new BatchRun(by, told, correlationId);
        Parameters globals = new Parameters();
        RestApi.put(globals, batch.path("globals"));
        for (JsonNode message : batch.path("messages")) {
            Parameters parameters = globals.copy();
            RestApi.put(parameters, message);
            parameters.put("username", credentials.get("username"));
            parameters.put("password", credentials.get("password"));
            parameters.put("to", ANY);
            if (notBefore != null) {
                parameters.put(
                        "sdt", SmppTime.Absolute.of(notBefore, ZoneOffset.UTC).text());
            }
            if (parameters.has("content") || parameters.has("hex-content")) {
                run.add(parameters, to(batch, message), now);
            }
        }
        run.flush();
        run.checkProgress(credentials);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("batchId", id);
        answer.put("messageCount", run.accepted);
        if (notBefore != null) {
            answer.put("scheduled", Duration.between(now, notBefore).toSeconds() + "s");
        }
        return answer;
    }

    /// Takes the messages of a batch to the intake, some at a time.
    private final class BatchRun {
        private final LoginVerdict.Admitted by;
        private final String correlationId;
        private final BatchCallbacks told;
        private final List<SendRequest> waiting = new ArrayList<>();
        /// As the client wrote them.
        private final List<String> destinations = new ArrayList<>();
        private int accepted;
        /// The first refusal for a reason that passes; null: none.
        private Failure passing;

        BatchRun(LoginVerdict.Admitted by, BatchCallbacks told, String correlationId) {
            this.by = by;
            this.told = told;
            this.correlationId = correlationId;
        }

        void add(Parameters parameters, List<JsonNode> all, Instant now) throws InterruptedException {
            SendRequest message = read(parameters, now);
            for (JsonNode destination : all) {
                String to = RestApi.octets(destination.asString(""));
                if (message == null || !JasminArguments.isDestination(to)) {
                    submits.unreadable(by, to, parameters.octets("from"), correlationId);
                    told.refused(Parameters.readable(JasminException.quoted(to)), "an argument has an invalid value");
                } else {
                    destinations.add(to);
                    waiting.add(JasminMessage.to(to, message));
                    if (waiting.size() == AT_ONCE) {
                        flush();
                    }
                }
            }
        }

        /// @return null: it cannot be read
        private SendRequest read(Parameters parameters, Instant now) {
            int octets = Math.max(
                    parameters.octets("content").length(),
                    parameters.octets("hex-content").length());
            try {
                return octets > MOST_CONTENT ? null : JasminApi.read(by.login(), parameters, callbacks, now);
            } catch (JasminException _) {
                return null;
            }
        }

        void flush() throws InterruptedException {
            List<SendResult> results =
                    waiting.isEmpty() ? List.of() : submits.sendAllowed(by, List.copyOf(waiting), correlationId);
            for (int i = 0; i < results.size(); i++) {
                String to = destinations.get(i);
                switch (results.get(i)) {
                    case SendResult.Accepted sent -> {
                        accepted++;
                        told.accepted(to, sent.message().id().toString());
                    }
                    case SendResult.Refused(Refusal refusal) -> {
                        if (passing == null && PASSING.contains(refusal.failure())) {
                            passing = refusal.failure();
                        }
                        told.refused(to, why(to, refusal));
                    }
                }
            }
            waiting.clear();
            destinations.clear();
            told.flush();
        }

        private String why(String to, Refusal refusal) {
            JasminErrors.Asked asked = new JasminErrors.Asked(by.login().systemId(), to, "");
            return JasminErrors.of(refusal.failure(), asked).getMessage();
        }

        /// The client sends a batch again of which nothing was accepted.
        void checkProgress(Parameters credentials) throws JasminException {
            if (accepted == 0 && passing != null) {
                throw JasminErrors.of(passing, JasminErrors.Asked.of(credentials));
            }
        }
    }

    /// null: at once.
    private static Instant notBefore(JsonNode json, Instant now) throws RestException {
        if (json.isMissingNode() || json.isNull()) {
            return null;
        }
        String text = json.asString("");
        Matcher seconds = SECONDS.matcher(text);
        if (seconds.matches()) {
            long wait = Long.parseLong(seconds.group(1));
            return wait == 0 ? null : ahead(now, now.plusSeconds(wait), text);
        }
        try {
            Instant at = LocalDateTime.parse(text, TIME).toInstant(ZoneOffset.UTC);
            if (at.isBefore(now)) {
                throw RestException.precondition(
                        "Cannot schedule batch in past date", "Invalid past date given: " + text);
            }
            return ahead(now, at, text);
        } catch (DateTimeParseException _) {
            throw RestException.precondition("Cannot parse scheduled_at value", "Got unknown format: " + text);
        }
    }

    private static Instant ahead(Instant now, Instant at, String text) throws RestException {
        if (at.isAfter(now.plus(MOST_AHEAD))) {
            throw RestException.precondition("Cannot schedule batch so far ahead", "Invalid date given: " + text);
        }
        return at;
    }

    /// Those of the message, else those of all.
    private static List<JsonNode> to(JsonNode batch, JsonNode message) {
        JsonNode to = message.hasNonNull("to")
                ? message.get("to")
                : batch.path("globals").path("to");
        List<JsonNode> destinations = new ArrayList<>();
        if (to.isArray()) {
            to.forEach(destinations::add);
        } else if (to.isValueNode() && !to.isNull()) {
            destinations.add(to);
        }
        return destinations;
    }

    /// Those of all messages, before anything is made of them.
    private static int destinations(JsonNode batch) throws RestException {
        JsonNode messages = batch.path("messages");
        long all = 0;
        for (JsonNode message : messages) {
            JsonNode to = message.hasNonNull("to")
                    ? message.get("to")
                    : batch.path("globals").path("to");
            all += to.isArray() ? to.size() : 1;
            if (all > MOST) {
                break;
            }
        }
        if (all > MOST || messages.size() > MOST) {
            throw RestException.precondition("Batch is too large", "At most " + MOST + " destinations");
        }
        return (int) all;
    }
}
