package io.elchi.server.gatewayapi;

import io.elchi.server.accounts.Caller;
import io.elchi.server.core.Clock;
import io.elchi.server.core.Dates;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Page;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.events.EventType;
import io.elchi.server.http.JsonBody;
import io.elchi.server.http.Needs;
import io.elchi.server.webhooks.Endpoint;
import io.elchi.server.webhooks.EndpointForm;
import io.elchi.server.webhooks.EndpointKind;
import io.elchi.server.webhooks.TestEventSender;
import io.elchi.server.webhooks.Webhooks;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// Webhook endpoints of an account.
@RestController
@RequestMapping("/v1/webhooks")
final class WebhookController {
    /// From when on events are replayed when the client names no time.
    static final Duration REPLAYED = Duration.ofDays(1);
    private static final int MAX_DESCRIPTION = 500;
    /// More than there are types: one that stands twice counts once.
    private static final int MAX_EVENTS = 100;

    private static final int MAX_EVENT = 50;

    private final Webhooks webhooks;
    private final TestEventSender tests;
    private final Clock clock;

    WebhookController(Webhooks webhooks, TestEventSender tests, Clock clock) {
        this.webhooks = webhooks;
        this.tests = tests;
        this.clock = clock;
    }

    /// @param failoverUrl null: none
    /// @param events null or empty: the final states
    record EndpointRequest(String url, String failoverUrl, String description, Set<String> events) {}

    /// @param since null: of the last day
    /// @param delivered also what was taken after a retry
    record Replay(Instant since, boolean delivered) {}

    @PostMapping
    @Needs(Permission.WEBHOOKS_WRITE)
    @ResponseStatus(HttpStatus.CREATED)
    Map<String, Object> add(@AuthenticationPrincipal Caller caller, @RequestBody EndpointRequest wanted) {
        if (wanted.url() == null) {
            throw Refusal.ofField(Failure.MISSING_FIELD, "url", null).exception();
        }
        Endpoint added = webhooks.add(
                caller.account().id(),
                new EndpointForm(
                        wanted.url(),
                        wanted.failoverUrl(),
                        wanted.description(),
                        wanted.events() == null ? Set.of() : wanted.events()));
        return withSecret(added);
    }

    /// A field that is missing stays; null takes the description and the second address away.
    @PatchMapping("/{id}")
    @Needs(Permission.WEBHOOKS_WRITE)
    Map<String, Object> change(
            @AuthenticationPrincipal Caller caller, @PathVariable("id") long id, @RequestBody JsonNode json) {
        JsonBody body = JsonBody.of(json);
        Optional<String> url = body.optionalText("url", Webhooks.MAX_URL);
        Optional<String> failover = body.optionalText("failover_url", Webhooks.MAX_URL);
        Optional<String> description = body.optionalText("description", MAX_DESCRIPTION);
        List<String> events = body.texts("events", MAX_EVENTS, MAX_EVENT);
        body.end();
        Endpoint changed = webhooks.change(
                caller.account().id(),
                id,
                present -> new EndpointForm(
                        present.kind(),
                        url.orElse(present.url()),
                        body.has("failover_url") ? failover.orElse(null) : present.failoverUrl(),
                        body.has("description") ? description.orElse(null) : present.description(),
                        body.has("events") ? Set.copyOf(events) : present.events()));
        return json(changed);
    }

    @GetMapping
    @Needs(Permission.WEBHOOKS_READ)
    Map<String, Object> list(@AuthenticationPrincipal Caller caller) {
        List<Map<String, Object>> items = webhooks.list(caller.account().id()).stream()
                .map(WebhookController::json)
                .toList();
        return Map.of("items", items);
    }

    @GetMapping("/{id}")
    @Needs(Permission.WEBHOOKS_READ)
    Map<String, Object> get(@AuthenticationPrincipal Caller caller, @PathVariable("id") long id) {
        return json(webhooks.get(caller.account().id(), id));
    }

    @DeleteMapping("/{id}")
    @Needs(Permission.WEBHOOKS_WRITE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@AuthenticationPrincipal Caller caller, @PathVariable("id") long id) {
        webhooks.remove(caller.account().id(), id);
    }

    @PostMapping("/{id}/rotate-secret")
    @Needs(Permission.WEBHOOKS_WRITE)
    Map<String, Object> rotate(@AuthenticationPrincipal Caller caller, @PathVariable("id") long id) {
        return withSecret(webhooks.rotate(caller.account().id(), id));
    }

    @PostMapping("/{id}/enable")
    @Needs(Permission.WEBHOOKS_WRITE)
    Map<String, Object> enable(@AuthenticationPrincipal Caller caller, @PathVariable("id") long id) {
        return json(webhooks.enable(caller.account().id(), id));
    }

    /// Posts an example of an event, and waits for the endpoint's answer.
    @PostMapping("/{id}/test")
    @Needs(Permission.WEBHOOKS_WRITE)
    Map<String, Object> test(
            @AuthenticationPrincipal Caller caller, @PathVariable("id") long id, @RequestBody JsonNode json) {
        JsonBody body = JsonBody.of(json);
        String type = body.text("type", MAX_EVENT);
        boolean failover = body.optionalFlag("failover").orElse(false);
        body.end();
        EventType known = EventType.of(type)
                .orElseThrow(() -> Refusal.ofField(
                                Failure.INVALID_FIELD,
                                "type",
                                "there is no '" + type + "', there are " + String.join(", ", EventType.ALL))
                        .exception());
        return json(tests.send(webhooks.get(caller.account().id(), id), known, failover));
    }

    @PostMapping("/{id}/replay")
    @Needs(Permission.WEBHOOKS_WRITE)
    Map<String, Object> replay(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") long id,
            @RequestBody(required = false) Replay replay) {
        Instant since = replay == null || replay.since() == null
                ? clock.now().minus(REPLAYED)
                : Dates.checked("since", replay.since());
        boolean delivered = replay != null && replay.delivered();
        return Map.of("events", webhooks.replay(caller.account().id(), id, since, delivered));
    }

    @GetMapping("/{id}/attempts")
    @Needs(value = Permission.WEBHOOKS_READ, watched = true)
    Map<String, Object> attempts(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") long id,
            @RequestParam(name = "before", required = false) Instant before,
            @RequestParam(name = "limit", defaultValue = "50") int limit) {
        int most = Math.clamp(limit, 1, Page.MAX_LIMIT);
        List<Map<String, Object>> items = webhooks
                .attempts(
                        caller.account().id(), id, before == null ? Dates.LAST : Dates.checked("before", before), most)
                .stream()
                .map(WebhookController::json)
                .toList();
        return Map.of("items", items);
    }

    private static Map<String, Object> withSecret(Endpoint endpoint) {
        Map<String, Object> json = json(endpoint);
        json.put("secret", endpoint.secrets().getFirst().reveal());
        return json;
    }

    private static Map<String, Object> json(Endpoint endpoint) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", endpoint.id());
        json.put("kind", endpoint.kind().text());
        json.put("url", endpoint.url().toString());
        if (endpoint.failoverUrl() != null) {
            json.put("failover_url", endpoint.failoverUrl().toString());
        }
        json.put("description", endpoint.description());
        if (endpoint.kind() == EndpointKind.ACCOUNT) {
            json.put("events", endpoint.events().stream().sorted().toList());
        }
        json.put("status", endpoint.active() ? "active" : "disabled");
        if (endpoint.disabledReason() != null) {
            json.put("disabled_reason", endpoint.disabledReason());
        }
        json.put("created_at", endpoint.createdAt());
        return json;
    }

    private static Map<String, Object> json(TestEventSender.Sent sent) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("event_id", sent.eventId());
        json.put("type", sent.type().text());
        json.put("failover", sent.failover());
        json.put("at", sent.at());
        json.put("status", sent.status() == 0 ? null : sent.status());
        json.put("error", sent.error());
        json.put("answer", sent.answer());
        json.put("millis", sent.millis());
        return json;
    }

    private static Map<String, Object> json(Webhooks.Attempt attempt) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("event_id", attempt.eventId());
        if (attempt.messageId() != null) {
            json.put("message_id", attempt.messageId().toString());
        }
        json.put("type", attempt.type());
        json.put("attempt", attempt.attempt());
        json.put("failover", attempt.failover());
        json.put("at", attempt.at());
        json.put("status", attempt.status() == 0 ? null : attempt.status());
        json.put("error", attempt.error());
        json.put("millis", attempt.millis());
        return json;
    }
}
