package io.elchi.server.adminapi;

import io.elchi.server.core.Page;
import io.elchi.server.core.Permission;
import io.elchi.server.core.RouteTag;
import io.elchi.server.http.Approval;
import io.elchi.server.http.JsonBody;
import io.elchi.server.http.Needs;
import io.elchi.server.http.PageQuery;
import io.elchi.server.routing.OperatorStore;
import io.elchi.server.routing.Route;
import io.elchi.server.routing.RouteHistory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
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

/// Routes: which operator may carry which messages.
@RestController
@RequestMapping("/admin/v1/routes")
final class RouteController {
    private static final int WEIGHT = 1_000_000;

    private final OperatorStore operators;
    private final RouteHistory history;
    private final ReferenceChecks references;
    private final Countries countries;

    RouteController(OperatorStore operators, RouteHistory history, ReferenceChecks references, Countries countries) {
        this.operators = operators;
        this.history = history;
        this.references = references;
        this.countries = countries;
    }

    /// A route.
    ///
    /// @param accountId null: for all
    /// @param tag null: for messages with any and without
    record RouteView(
            long id,
            Long accountId,
            long operatorId,
            String mcc,
            String mnc,
            String prefix,
            int priority,
            int weight,
            String status,
            boolean allowLoss,
            String tag) {
        static RouteView of(Route route) {
            return new RouteView(
                    route.id(),
                    CdrController.orNull(route.accountId()),
                    route.operatorId(),
                    route.mcc(),
                    route.mnc(),
                    route.prefix(),
                    route.priority(),
                    route.weight(),
                    ActiveStatus.text(route.active()),
                    route.allowLoss(),
                    route.tag());
        }
    }

    /// @param account 0: the common ones
    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @Needs(Permission.ROUTES_READ)
    ResponseEntity<Page<RouteView>> list(
            @RequestParam(name = "account_id", required = false) Long account,
            @RequestParam(name = "operator_id", defaultValue = "0") long operator,
            PageQuery page) {
        // Read first: who changes this version changes these rows, or is refused.
        long version = history.current();
        return ResponseEntity.ok()
                .eTag(RouteVersionController.tag(version))
                .body(operators
                        .routes(account, operator, page.cursor(), page.limit())
                        .map(RouteView::of));
    }

    @GetMapping("/{id}")
    @Needs(Permission.ROUTES_READ)
    RouteView get(@PathVariable("id") long id) {
        return RouteView.of(operators.route(id).orElseThrow(() -> ReferenceChecks.missing("route", id)));
    }

    @PostMapping
    @Needs(Permission.ROUTES_WRITE)
    @ResponseStatus(HttpStatus.CREATED)
    RouteView add(@RequestBody JsonNode json) {
        JsonBody body = JsonBody.of(json);
        TrafficSelector match = TrafficSelector.destination(body, countries);
        Route route = new Route(
                0,
                body.optionalId("account_id").orElse(0L),
                body.id("operator_id"),
                match.mcc(),
                match.mnc(),
                match.prefix(),
                body.optionalInt("priority", 0, Prices.PRIORITY).orElse(100),
                body.optionalInt("weight", 0, WEIGHT).orElse(100),
                body.optionalOneOf("status", ActiveStatus.class)
                        .orElse(ActiveStatus.ACTIVE)
                        .isActive(),
                body.optionalFlag("allow_loss").orElse(false),
                body.optionalText("tag", RouteTag.FORM, RouteTag.RULE).orElse(null));
        body.end();
        if (route.accountId() != 0) {
            references.account(route.accountId());
        }
        return get(operators.add(route));
    }

    @PatchMapping("/{id}")
    @Needs(Permission.ROUTES_WRITE)
    RouteView change(@PathVariable("id") long id, @RequestBody JsonNode json) {
        JsonBody body = JsonBody.of(json);
        OperatorStore.RouteChange change = new OperatorStore.RouteChange(
                body.optionalInt("priority", 0, Prices.PRIORITY).orElse(null),
                body.optionalInt("weight", 0, WEIGHT).orElse(null),
                body.optionalOneOf("status", ActiveStatus.class)
                        .map(ActiveStatus::isActive)
                        .orElse(null),
                body.optionalFlag("allow_loss").orElse(null));
        body.end();
        ReferenceChecks.found(operators.changeRoute(id, change), "route", id);
        return get(id);
    }

    @DeleteMapping("/{id}")
    @Needs(value = Permission.ROUTES_WRITE, draft = true)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable("id") long id, Approval approval) {
        get(id);
        approval.ask(null);
        ReferenceChecks.found(operators.removeRoute(id), "route", id);
    }
}
