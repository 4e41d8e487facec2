package io.elchi.server.adminapi;

import io.elchi.server.core.Clock;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.Secret;
import io.elchi.server.http.Approval;
import io.elchi.server.http.EntityTag;
import io.elchi.server.http.JsonBody;
import io.elchi.server.http.Needs;
import io.elchi.server.routing.LinkSessions;
import io.elchi.server.routing.LinkSettings;
import io.elchi.server.routing.LinkStatus;
import io.elchi.server.routing.LinkStatusSource;
import io.elchi.server.routing.LinkStore;
import io.elchi.server.routing.Links;
import io.elchi.server.routing.ShardSessions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// Links over SMPP and HTTP: writes their configuration; the module connectors follows it.
@RestController
@RequestMapping("/admin/v1/smpp-links")
final class LinkController {
    private static final int MOST_TRACED_MINUTES = 60;
    private static final int HOST = 253;
    private static final int PORT = 65_535;
    private static final int SESSIONS = 64;
    private static final int WINDOW = 10_000;
    private static final int THROUGHPUT = 1_000_000;
    /// SMPP 3.4, 5.2.1 to 5.2.3, has 15, 8 and 12 octets; operators issue longer credentials.
    private static final String SYSTEM_ID = "[\\x21-\\x7E]{1,64}";

    private static final String PASSWORD = "[\\x20-\\x7E]{0,64}";
    /// Tokens of web services are longer.
    private static final String HTTP_PASSWORD = "[\\x20-\\x7E]{0,1024}";

    private static final List<String> NEEDED_BY_SMPP =
            List.of("operator_id", "name", "host", "port", "system_id", "password");
    private static final List<String> NEEDED_BY_HTTP = List.of("operator_id", "name");
    private static final String SYSTEM_TYPE = "[\\x20-\\x7E]{0,12}";

    private final LinkStore links;
    private final LinkStatusSource live;
    private final ShardSessions sessions;
    private final Clock clock;

    LinkController(LinkStore links, LinkStatusSource live, ShardSessions sessions, Clock clock) {
        this.links = links;
        this.sessions = sessions;
        this.live = live;
        this.clock = clock;
    }

    enum WantedStatus {
        STARTED,
        STOPPED
    }

    record LinkList(List<LinkView> items) {}

    @GetMapping
    @Needs(value = Permission.LINKS_READ, watched = true)
    LinkList list() {
        Map<Long, Instant> traces = links.traces();
        return new LinkList(links.configured().stream()
                .map(link -> view(link, traces, null))
                .toList());
    }

    @GetMapping("/{id}")
    @Needs(Permission.LINKS_READ)
    ResponseEntity<LinkView> get(@PathVariable("id") long id) {
        return answer(HttpStatus.OK, find(id), null);
    }

    /// @param token of receipts, if it is new; else null
    private ResponseEntity<LinkView> answer(HttpStatus status, LinkStore.Configured link, Object token) {
        return ResponseEntity.status(status)
                .eTag(EntityTag.of(EntityTag.version(link.updatedAt())))
                .body(view(link, links.traces(), token));
    }

    private LinkStore.Configured find(long id) {
        return links.find(id).orElseThrow(() -> ReferenceChecks.missing("link", id));
    }

    /// @param token of receipts, if it is new; else null
    private LinkView view(LinkStore.Configured link, Map<Long, Instant> traces, Object token) {
        List<LinkStatus> all = live.now().orElse(null);
        LinkStatus status = all == null
                ? null
                : all.stream()
                        .filter(each -> each.linkId() == link.link().id())
                        .findFirst()
                        .orElse(null);
        String receiptPath = token == null ? null : "/receipts/" + link.link().id() + "/" + token;
        return LinkView.of(link, traces.get(link.link().id()), status, all != null, receiptPath);
    }

    @PostMapping
    @Needs(Permission.LINKS_WRITE)
    ResponseEntity<LinkView> add(@RequestBody JsonNode json) {
        JsonBody body = JsonBody.of(json);
        LinkSettings.Protocol protocol =
                body.optionalOneOf("protocol", LinkSettings.Protocol.class).orElse(LinkSettings.Protocol.SMPP);
        for (String name : protocol == LinkSettings.Protocol.HTTP ? NEEDED_BY_HTTP : NEEDED_BY_SMPP) {
            if (!body.has(name)) {
                throw Refusal.ofField(Failure.MISSING_FIELD, name, null).exception();
            }
        }
        Map<String, Object> preset = HttpLinkFields.preset(body, protocol);
        LinkSettings wanted = changed(HttpLinkFields.fresh(body.id("operator_id"), protocol), body);
        Map<String, Object> options = merged(preset, body.tree("options"));
        body.end();
        if (protocol == LinkSettings.Protocol.HTTP) {
            options = HttpLinkFields.withToken(options);
            wanted = HttpLinkFields.located(wanted, LinkStore.checked(options));
        }
        return answer(HttpStatus.CREATED, find(links.add(wanted, options)), HttpLinkFields.token(options));
    }

    @PatchMapping("/{id}")
    @Needs(Permission.LINKS_WRITE)
    ResponseEntity<LinkView> change(
            @PathVariable("id") long id,
            @RequestHeader(name = "If-Match", required = false) String match,
            @RequestBody JsonNode json) {
        LinkStore.Configured before = find(id);
        EntityTag.expect(match, before.updatedAt(), "link");
        JsonBody body = JsonBody.of(json);
        LinkSettings wanted = changed(before.link(), body);
        Map<String, Object> options = merged(before.options(), body.tree("options"));
        body.end();
        if (wanted.protocol() == LinkSettings.Protocol.HTTP) {
            options = HttpLinkFields.withToken(options);
            wanted = HttpLinkFields.located(wanted, LinkStore.checked(options));
        }
        links.change(before, wanted, options);
        Object token = HttpLinkFields.token(options);
        boolean isNew = !Objects.equals(token, HttpLinkFields.token(before.options()));
        return answer(HttpStatus.OK, find(id), isNew ? token : null);
    }

    /// Writes the PDUs of the link to the log of the process that runs it, passwords and texts masked.
    @PostMapping("/{id}/trace")
    @Needs(Permission.LINKS_TRACE)
    ResponseEntity<LinkView> trace(@PathVariable("id") long id, @RequestBody JsonNode json) {
        JsonBody body = JsonBody.of(json);
        Duration time = Duration.ofMinutes(body.number("minutes", 1, MOST_TRACED_MINUTES));
        body.end();
        ReferenceChecks.found(links.trace(id, clock.now().plus(time)), "link", id);
        return get(id);
    }

    @DeleteMapping("/{id}/trace")
    @Needs(Permission.LINKS_TRACE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void endTrace(@PathVariable("id") long id) {
        find(id);
        links.endTrace(id);
    }

    /// Lets the process that has the session end it, after missing responses, so that it is bound anew.
    @PostMapping("/{id}/sessions/{n}/rebind")
    @Needs(Permission.LINKS_WRITE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void rebind(@PathVariable("id") long id, @PathVariable("n") int n) {
        find(id);
        LinkSessions.LinkSession session =
                sessions.session(id, n).orElseThrow(() -> ReferenceChecks.missing("bound session", n));
        links.rebind(new Links.SessionRebind(id, n, session.since()));
    }

    /// The fields of a link in a body; missing fields keep their values.
    private static LinkSettings changed(LinkSettings link, JsonBody body) {
        boolean isHttp = link.protocol() == LinkSettings.Protocol.HTTP;
        if (isHttp) {
            HttpLinkFields.check(body);
        }
        boolean started = body.optionalOneOf("status", WantedStatus.class)
                .map(wanted -> wanted == WantedStatus.STARTED)
                .orElse(link.started());
        return new LinkSettings(
                link.id(),
                link.operatorId(),
                body.optionalText("name", OperatorController.NAME, OperatorController.NAME_WORDS)
                        .orElse(link.name()),
                started,
                link.protocol(),
                body.optionalText("host", HOST).orElse(link.host()),
                body.optionalInt("port", 1, PORT).orElse(link.port()),
                body.optionalFlag("tls").orElse(link.tls()),
                body.optionalOneOf("bind_mode", LinkSettings.BindAs.class).orElse(link.bindAs()),
                body.optionalInt("sessions", 1, SESSIONS).orElse(link.sessions()),
                body.optionalText("system_id", SYSTEM_ID, "1 to 64 characters of ASCII")
                        .orElse(link.systemId()),
                body.optionalText(
                                "password",
                                isHttp ? HTTP_PASSWORD : PASSWORD,
                                isHttp ? "up to 1024 characters of ASCII" : "up to 64 characters of ASCII")
                        .map(Secret::new)
                        .orElse(link.password()),
                body.optionalText("system_type", SYSTEM_TYPE, "up to 12 characters of ASCII")
                        .orElse(link.systemType()),
                body.optionalText("version", "3\\.3|3\\.4|5\\.0", "3.3, 3.4 or 5.0")
                        .orElse(link.version()),
                body.optionalInt("send_window", 1, WINDOW).orElse(link.window()),
                body.optionalInt("throughput", 0, THROUGHPUT).orElse(link.throughput()),
                link.options());
    }

    /// An option, or a group of options, that is null goes back to its default.
    private static Map<String, Object> merged(Map<?, ?> before, Map<?, ?> given) {
        Map<String, Object> merged = new HashMap<>();
        before.forEach((name, value) -> merged.put((String) name, value));
        given.forEach((name, value) -> {
            if (value == null) {
                merged.remove((String) name);
            } else if (value instanceof Map<?, ?> group) {
                merged.put((String) name, merged(before.get(name) instanceof Map<?, ?> old ? old : Map.of(), group));
            } else {
                merged.put((String) name, value);
            }
        });
        return merged;
    }

    @DeleteMapping("/{id}")
    @Needs(value = Permission.LINKS_WRITE, draft = true)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable("id") long id, Approval approval) {
        find(id);
        approval.ask(null);
        ReferenceChecks.found(links.remove(id), "link", id);
    }
}
