package io.elchi.server.entrances;

import io.elchi.server.core.Clock;
import io.elchi.server.entrances.LoginCheck.LoginVerdict;
import io.elchi.server.entrances.RestApi.RestException;
import io.elchi.server.intake.SendRequest;
import io.elchi.smstext.time.SmppTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Batches of Jasmin's REST API. Each destination is a message; a message that is refused leaves a record, and the
/// answer counts it like the others, as Jasmin's does.
final class RestBatches {
    /// Destinations of a batch.
    static final int MOST = 1_000;

    /// Messages of one transaction.
    private static final int AT_ONCE = 250;
    private static final Pattern SECONDS = Pattern.compile("([0-9]{1,9})s");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    /// Nothing is scheduled as far ahead.
    private static final Duration MOST_AHEAD = Duration.ofDays(3_650);

    private final Submits submits;
    private final Clock clock;
    private final Supplier<UUID> ids;

    RestBatches(Submits submits, Clock clock, Supplier<UUID> ids) {
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
        if (config.hasNonNull("callback_url") || config.hasNonNull("errback_url")) {
            throw RestException.precondition("Cannot call back", "callback_url and errback_url are not supported");
        }
        Instant now = clock.now();
        Instant notBefore = notBefore(config.path("schedule_at"), now);
        List<Parameters> all = messages(credentials, batch);
        List<SendRequest> readable = new ArrayList<>();
        for (Parameters each : all) {
            try {
                if (notBefore != null) {
                    each.put(
                            "sdt",
                            SmppTime.Absolute.of(notBefore, ZoneOffset.UTC).text());
                }
                readable.add(JasminApi.read(by.login(), each, now));
            } catch (JasminException _) {
                submits.unreadable(by, each.octets("to"), each.octets("from"), correlationId);
            }
        }
        for (int from = 0; from < readable.size(); from += AT_ONCE) {
            submits.send(by, readable.subList(from, Math.min(readable.size(), from + AT_ONCE)), correlationId);
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("batchId", ids.get().toString());
        answer.put("messageCount", all.size());
        if (notBefore != null) {
            answer.put("scheduled", Duration.between(now, notBefore).toSeconds() + "s");
        }
        return answer;
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

    /// Those without a destination or a content are left out, as Jasmin leaves them out.
    private static List<Parameters> messages(Parameters credentials, JsonNode batch) throws RestException {
        List<Parameters> all = new ArrayList<>();
        for (JsonNode message : batch.path("messages")) {
            JsonNode to = message.hasNonNull("to")
                    ? message.get("to")
                    : batch.path("globals").path("to");
            List<JsonNode> destinations = new ArrayList<>();
            if (to.isArray()) {
                to.forEach(destinations::add);
            } else if (to.isValueNode()) {
                destinations.add(to);
            }
            if (all.size() + destinations.size() > MOST) {
                throw RestException.precondition("Batch is too large", "At most " + MOST + " destinations");
            }
            for (JsonNode destination : destinations) {
                Parameters parameters = new Parameters();
                parameters.put("username", credentials.get("username"));
                parameters.put("password", credentials.get("password"));
                RestApi.put(parameters, batch.path("globals"));
                RestApi.put(parameters, message);
                parameters.put("to", RestApi.octets(destination.asString("")));
                if (parameters.has("content") || parameters.has("hex-content")) {
                    all.add(parameters);
                }
            }
        }
        return all;
    }
}
