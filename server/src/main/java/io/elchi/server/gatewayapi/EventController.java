package io.elchi.server.gatewayapi;

import io.elchi.server.accounts.Caller;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Page;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.events.EventPulls;
import io.elchi.server.events.EventType;
import io.elchi.server.http.Needs;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/// Events for clients that ask for them.
@RestController
final class EventController {
    private static final int MAX_WAIT = 30;

    private final EventPulls pulls;

    EventController(EventPulls pulls) {
        this.pulls = pulls;
    }

    /// @param after null: from the oldest event that is kept
    /// @param types null: the final states
    /// @param wait seconds that an empty answer is put off
    @GetMapping("/v1/events")
    @Needs(Permission.EVENTS_READ)
    Map<String, Object> events(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(name = "after", required = false) String after,
            @RequestParam(name = "types", required = false) String types,
            @RequestParam(name = "limit", defaultValue = "50") int limit,
            @RequestParam(name = "wait", defaultValue = "0") int wait)
            throws InterruptedException {
        checkRange("limit", limit, 1, Page.MAX_LIMIT);
        checkRange("wait", wait, 0, MAX_WAIT);
        EventPulls.Pulls pulled = pulls.pull(
                new EventPulls.Pull(caller.account().id(), after, types(types), limit, Duration.ofSeconds(wait)));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(
                "items",
                pulled.items().stream()
                        .map(item -> JsonMapper.shared().readTree(item.json()))
                        .toList());
        json.put("next", pulled.next());
        return json;
    }

    private static void checkRange(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw Refusal.ofField(Failure.INVALID_FIELD, name, least + " to " + most)
                    .exception();
        }
    }

    /// Types with commas between them; null: none.
    static Set<EventType> types(String texts) {
        Set<EventType> types = EnumSet.noneOf(EventType.class);
        if (texts != null) {
            for (String text : texts.split(",", -1)) {
                types.add(EventType.of(text).orElseThrow(EventController::noType));
            }
        }
        return types;
    }

    private static RefusedException noType() {
        return Refusal.ofField(Failure.INVALID_FIELD, "types", "some of " + String.join(",", EventType.ALL))
                .exception();
    }
}
