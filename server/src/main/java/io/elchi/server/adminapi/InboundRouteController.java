package io.elchi.server.adminapi;

import io.elchi.server.compliance.SenderId;
import io.elchi.server.core.Clock;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Page;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RouteTag;
import io.elchi.server.http.JsonBody;
import io.elchi.server.http.Needs;
import io.elchi.server.http.PageQuery;
import io.elchi.server.inbound.InboundRoute;
import io.elchi.server.inbound.InboundRoute.InboundCondition;
import io.elchi.server.inbound.InboundRoutes;
import java.time.Instant;
import java.time.LocalTime;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// The routes of messages from handsets: which account a message to a shared number belongs to.
@RestController
final class InboundRouteController {
    private static final int WORD = 100;
    private static final int SENDER = 16;
    private static final int TEXT = 2_000;
    private static final int LAST_PRIORITY = 1_000;
    private static final int PRIORITY = 100;

    private final InboundRoutes routes;
    private final ReferenceChecks references;
    private final Clock clock;

    InboundRouteController(InboundRoutes routes, ReferenceChecks references, Clock clock) {
        this.routes = routes;
        this.references = references;
        this.clock = clock;
    }

    /// A route; conditions that are null are for any value.
    record InboundRouteView(
            long id,
            String number,
            String keyword,
            Long operatorId,
            String fromPrefix,
            String timeFrom,
            String timeUntil,
            String tag,
            int priority,
            long accountId,
            String reply,
            String replyFrom,
            boolean active,
            Instant createdAt) {
        static InboundRouteView of(InboundRoute route) {
            InboundCondition condition = route.condition();
            return new InboundRouteView(
                    route.id(),
                    condition.number(),
                    condition.keyword(),
                    CdrController.orNull(condition.operatorId()),
                    condition.source(),
                    text(condition.from()),
                    text(condition.until()),
                    condition.tag(),
                    route.priority(),
                    route.accountId(),
                    route.reply(),
                    route.replyFrom(),
                    route.active(),
                    route.createdAt());
        }
    }

    /// `09:30`
    private static String text(LocalTime time) {
        return time == null ? null : time.toString();
    }

    /// The result of a test.
    ///
    /// @param keyword the first word of the text, as it is compared; null: it has none
    /// @param route null: none fits
    /// @param accountId null: the message would belong to nobody
    record InboundTestView(String keyword, InboundRouteView route, Long accountId) {}

    @GetMapping("/admin/v1/inbound-routes")
    @Needs(Permission.INBOUND_READ)
    Page<InboundRouteView> list(
            @RequestParam(name = "account_id", defaultValue = "0") long account,
            @RequestParam(name = "number", required = false) String number,
            PageQuery page) {
        String digits = number == null ? null : InboundController.digits("number", number);
        return routes.list(account, digits, page.cursor(), page.limit()).map(InboundRouteView::of);
    }

    @GetMapping("/admin/v1/inbound-routes/{id}")
    @Needs(Permission.INBOUND_READ)
    InboundRouteView read(@PathVariable("id") long id) {
        return routes.find(id).map(InboundRouteView::of).orElseThrow(() -> ReferenceChecks.missing("route", id));
    }

    @PostMapping("/admin/v1/inbound-routes")
    @Needs(Permission.INBOUND_WRITE)
    @ResponseStatus(HttpStatus.CREATED)
    InboundRouteView add(@RequestBody JsonNode json) {
        return InboundRouteView.of(routes.add(route(0, json)));
    }

    @PutMapping("/admin/v1/inbound-routes/{id}")
    @Needs(Permission.INBOUND_WRITE)
    InboundRouteView replace(@PathVariable("id") long id, @RequestBody JsonNode json) {
        return routes.replace(route(id, json))
                .map(InboundRouteView::of)
                .orElseThrow(() -> ReferenceChecks.missing("route", id));
    }

    @DeleteMapping("/admin/v1/inbound-routes/{id}")
    @Needs(Permission.INBOUND_WRITE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable("id") long id) {
        ReferenceChecks.found(routes.remove(id), "route", id);
    }

    @PostMapping("/admin/v1/inbound-routes/test")
    @Needs(value = Permission.INBOUND_READ, counted = false)
    InboundTestView test(@RequestBody JsonNode json) {
        JsonBody body = JsonBody.of(json);
        String to = InboundController.digits("to", body.text("to", InboundController.MOST_DIGITS + 1));
        String from = InboundController.digits("from", body.text("from", InboundController.MOST_DIGITS + 1));
        String text = body.text("text", TEXT);
        long operator = body.id("operator_id");
        String tag = tag(body);
        Instant at = body.optionalTime("at").orElseGet(clock::now);
        body.end();
        references.operator(operator);
        InboundRoutes.RoutedTo routed = routes.test(to, operator, from, text, tag, at);
        return new InboundTestView(
                routed.keyword(),
                routes.find(routed.routeId()).map(InboundRouteView::of).orElse(null),
                CdrController.orNull(routed.accountId()));
    }

    private InboundRoute route(long id, JsonNode json) {
        JsonBody body = JsonBody.of(json);
        String number = body.optionalText("number", InboundController.MOST_DIGITS + 1)
                .map(text -> InboundController.digits("number", text))
                .orElse(null);
        String keyword =
                body.optionalText("keyword", WORD).map(InboundRoutes::keyword).orElse(null);
        long operator = body.optionalId("operator_id").orElse(0L);
        String source = body.optionalText("from_prefix", "[0-9]{1,15}", "1 to 15 digits")
                .orElse(null);
        LocalTime from = time(body, "time_from");
        LocalTime until = time(body, "time_until");
        InboundCondition condition = new InboundCondition(number, keyword, operator, source, from, until, tag(body));
        InboundRoute route = new InboundRoute(
                id,
                condition,
                body.optionalInt("priority", 1, LAST_PRIORITY).orElse(PRIORITY),
                body.id("account_id"),
                body.optionalText("reply", InboundKeywordController.MOST_REPLY).orElse(null),
                body.optionalText("reply_from", SENDER).orElse(null),
                body.optionalFlag("active").orElse(true),
                null);
        body.end();
        if ((from == null) != (until == null) || from != null && from.equals(until)) {
            throw Refusal.ofField(
                            Failure.INVALID_FIELD,
                            "time_until",
                            "time_from and time_until are given together, and are different")
                    .exception();
        }
        if (route.replyFrom() != null && !SenderId.isPossible(route.replyFrom())) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "reply_from", "must be a sender id")
                    .exception();
        }
        references.account(route.accountId());
        if (operator != 0) {
            references.operator(operator);
        }
        return route;
    }

    private static String tag(JsonBody body) {
        return body.optionalText("tag", RouteTag.FORM, RouteTag.RULE).orElse(null);
    }

    private static LocalTime time(JsonBody body, String name) {
        return body.optionalText(name, "([01][0-9]|2[0-3]):[0-5][0-9]", "a time of day (UTC), like 09:30")
                .map(LocalTime::parse)
                .orElse(null);
    }
}
