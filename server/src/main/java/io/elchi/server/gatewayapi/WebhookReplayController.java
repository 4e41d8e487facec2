package io.elchi.server.gatewayapi;

import io.elchi.server.accounts.Caller;
import io.elchi.server.core.Clock;
import io.elchi.server.core.Dates;
import io.elchi.server.core.Permission;
import io.elchi.server.http.JsonBody;
import io.elchi.server.http.Needs;
import io.elchi.server.webhooks.Replay;
import io.elchi.server.webhooks.Replays;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// Replays of a webhook endpoint: they are begun, watched and canceled.
@RestController
@RequestMapping("/v1/webhooks/{id}/replays")
final class WebhookReplayController {
    private static final int MAX_EVENT_ID = 26;

    private final Replays replays;
    private final Clock clock;

    WebhookReplayController(Replays replays, Clock clock) {
        this.replays = replays;
        this.clock = clock;
    }

    @PostMapping
    @Needs(Permission.WEBHOOKS_WRITE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    Map<String, Object> add(
            @AuthenticationPrincipal Caller caller, @PathVariable("id") long id, @RequestBody JsonNode json) {
        JsonBody body = JsonBody.of(json);
        long account = caller.account().id();
        Optional<String> event = body.optionalText("event_id", MAX_EVENT_ID);
        if (event.isPresent()) {
            body.end();
            return json(replays.add(account, id, event.get()));
        }
        Instant since = body.optionalTime("since").orElse(clock.now().minus(WebhookController.REPLAYED));
        Instant until = body.optionalTime("until").orElse(null);
        boolean delivered = body.optionalFlag("delivered").orElse(false);
        body.end();
        return json(replays.add(account, id, since, until, delivered));
    }

    @GetMapping
    @Needs(Permission.WEBHOOKS_READ)
    Map<String, Object> list(@AuthenticationPrincipal Caller caller, @PathVariable("id") long id) {
        List<Map<String, Object>> items = replays.list(caller.account().id(), id).stream()
                .map(WebhookReplayController::json)
                .toList();
        return Map.of("items", items);
    }

    @GetMapping("/{replay}")
    @Needs(Permission.WEBHOOKS_READ)
    Map<String, Object> get(
            @AuthenticationPrincipal Caller caller, @PathVariable("id") long id, @PathVariable("replay") long replay) {
        return json(replays.get(caller.account().id(), id, replay));
    }

    @DeleteMapping("/{replay}")
    @Needs(Permission.WEBHOOKS_WRITE)
    Map<String, Object> cancel(
            @AuthenticationPrincipal Caller caller, @PathVariable("id") long id, @PathVariable("replay") long replay) {
        return json(replays.cancel(caller.account().id(), id, replay));
    }

    private static Map<String, Object> json(Replay replay) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", replay.id());
        json.put("state", replay.phase().name().toLowerCase(Locale.ROOT));
        if (!replay.since().equals(Instant.EPOCH)) {
            json.put("since", replay.since());
        }
        if (!replay.until().equals(Dates.LAST)) {
            json.put("until", replay.until());
        }
        json.put("delivered", replay.delivered());
        json.put("found_all", replay.foundAll());
        json.put("events", replay.progress().events());
        json.put("accepted", replay.progress().accepted());
        json.put("given_up", replay.progress().givenUp());
        json.put("waiting", replay.progress().waiting());
        json.put("created_at", replay.createdAt());
        if (replay.endedAt() != null) {
            json.put("ended_at", replay.endedAt());
        }
        return json;
    }
}
