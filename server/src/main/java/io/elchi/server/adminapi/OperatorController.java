package io.elchi.server.adminapi;

import io.elchi.server.core.Money;
import io.elchi.server.core.Permission;
import io.elchi.server.http.EntityTag;
import io.elchi.server.http.JsonBody;
import io.elchi.server.http.Needs;
import io.elchi.server.routing.LinkStatus;
import io.elchi.server.routing.LinkStatusSource;
import io.elchi.server.routing.Operator;
import io.elchi.server.routing.OperatorHealth;
import io.elchi.server.routing.OperatorStore;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// Operators.
@RestController
@RequestMapping("/admin/v1/operators")
final class OperatorController {
    static final String NAME = "[a-z0-9][a-z0-9_-]{0,62}";
    static final String NAME_WORDS = "small letters, digits, _ and -, at most 63";
    private static final int WEIGHT = 1_000_000;

    private final OperatorStore operators;
    private final OperatorHealth health;
    private final LinkStatusSource links;

    OperatorController(OperatorStore operators, OperatorHealth health, LinkStatusSource links) {
        this.operators = operators;
        this.health = health;
        this.links = links;
    }

    /// An operator, and whether messages can go there now.
    ///
    /// @param options those that are not left at their defaults
    /// @param reachable whether one of its links is bound; also when this process cannot know
    /// @param bound sessions that are bound; null when this process cannot know
    record OperatorView(
            long id,
            String name,
            String mcc,
            String mnc,
            String smppConnectorId,
            String status,
            Money defaultCost,
            Map<String, Object> options,
            boolean reachable,
            Integer bound) {}

    record Operators(List<OperatorView> items) {}

    private OperatorView view(OperatorStore.ConfiguredOperator configured) {
        Operator operator = configured.operator();
        Integer bound = links.now()
                .map(all -> all.stream()
                        .filter(link -> link.operatorId() == operator.id())
                        .mapToInt(LinkStatus::bound)
                        .sum())
                .orElse(null);
        return new OperatorView(
                operator.id(),
                operator.name(),
                operator.mcc(),
                operator.mnc(),
                operator.connectorId(),
                ActiveStatus.text(operator.active()),
                operator.defaultCost(),
                configured.options(),
                health.reachable(operator.id()),
                bound);
    }

    @GetMapping
    @Needs(value = Permission.OPERATORS_READ, watched = true)
    Operators list() {
        return new Operators(operators.configured().stream().map(this::view).toList());
    }

    @GetMapping("/{id}")
    @Needs(value = Permission.OPERATORS_READ, watched = true)
    ResponseEntity<OperatorView> get(@PathVariable("id") long id) {
        return answer(HttpStatus.OK, find(id));
    }

    private OperatorStore.ConfiguredOperator find(long id) {
        return operators.configured(id).orElseThrow(() -> ReferenceChecks.missing("operator", id));
    }

    private ResponseEntity<OperatorView> answer(HttpStatus status, OperatorStore.ConfiguredOperator operator) {
        return ResponseEntity.status(status)
                .eTag(EntityTag.of(EntityTag.version(operator.updatedAt())))
                .body(view(operator));
    }

    @PostMapping
    @Needs(Permission.OPERATORS_WRITE)
    ResponseEntity<OperatorView> add(@RequestBody JsonNode json) {
        JsonBody body = JsonBody.of(json);
        String name = body.text("name", NAME, NAME_WORDS);
        TrafficSelector match = TrafficSelector.network(body);
        Operator operator = new Operator(
                0,
                name,
                match.mcc(),
                match.mnc(),
                body.optionalText("smpp_connector_id", NAME, NAME_WORDS).orElse(name),
                body.optionalOneOf("status", ActiveStatus.class)
                        .orElse(ActiveStatus.ACTIVE)
                        .isActive(),
                Prices.amount(body, "default_cost"));
        Map<String, Object> options = body.tree("options");
        body.end();
        return answer(HttpStatus.CREATED, find(operators.add(operator, options)));
    }

    @PatchMapping("/{id}")
    @Needs(Permission.OPERATORS_WRITE)
    ResponseEntity<OperatorView> change(
            @PathVariable("id") long id,
            @RequestHeader(name = "If-Match", required = false) String match,
            @RequestBody JsonNode json) {
        JsonBody body = JsonBody.of(json);
        OperatorStore.OperatorChange change = new OperatorStore.OperatorChange(
                body.optionalOneOf("status", ActiveStatus.class)
                        .map(ActiveStatus::isActive)
                        .orElse(null),
                body.has("default_cost") ? Prices.amount(body, "default_cost") : null,
                body.optionalText("smpp_connector_id", NAME, NAME_WORDS).orElse(null),
                body.optionalInt("weight", 0, WEIGHT).orElse(null),
                body.tree("options"));
        body.end();
        OperatorStore.ConfiguredOperator before = find(id);
        boolean isBound = EntityTag.expect(match, before.updatedAt(), "operator");
        if (!operators.change(id, change, isBound ? before.updatedAt() : null)) {
            throw isBound ? EntityTag.changed("operator") : ReferenceChecks.missing("operator", id);
        }
        return answer(HttpStatus.OK, find(id));
    }
}
