package io.elchi.server.adminapi;

import io.elchi.server.compliance.SenderId;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Page;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.EntityTag;
import io.elchi.server.http.JsonBody;
import io.elchi.server.http.Needs;
import io.elchi.server.http.PageQuery;
import io.elchi.server.rules.RuleAction;
import io.elchi.server.rules.RuleDirection;
import io.elchi.server.rules.RuleDocument;
import io.elchi.server.rules.RuleForm;
import io.elchi.server.rules.RuleJson;
import io.elchi.server.rules.RuleLint;
import io.elchi.server.rules.RuleStore;
import io.elchi.server.rules.StoredRule;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// Rules for messages to handsets and from them. The ETag of a rule is its version.
@RestController
@RequestMapping("/admin/v1/rules")
final class RuleController {
    private final RuleStore rules;
    private final ReferenceChecks references;

    RuleController(RuleStore rules, ReferenceChecks references) {
        this.rules = rules;
        this.references = references;
    }

    /// A rule.
    ///
    /// @param accountId null: for all
    record RuleView(
            long id,
            long version,
            String name,
            String direction,
            int priority,
            Long accountId,
            boolean enabled,
            boolean passesOn,
            Map<String, Object> match,
            Map<String, Object> action,
            Instant createdAt,
            Instant updatedAt) {
        static RuleView of(StoredRule rule) {
            RuleForm form = rule.form();
            return new RuleView(
                    rule.id(),
                    rule.version(),
                    form.name(),
                    form.direction().text(),
                    form.priority(),
                    CdrController.orNull(form.accountId()),
                    form.enabled(),
                    form.passesOn(),
                    RuleDocument.match(form.match()),
                    RuleDocument.action(form.action()),
                    rule.createdAt(),
                    rule.updatedAt());
        }
    }

    record OrderView(List<RuleView> items) {}

    @GetMapping
    @Needs(Permission.RULES_READ)
    Page<RuleView> list(PageQuery page) {
        return rules.list(page.cursor(), page.limit()).map(RuleView::of);
    }

    @PostMapping
    @Needs(Permission.RULES_WRITE)
    ResponseEntity<RuleView> add(@RequestBody JsonNode json) {
        return answer(HttpStatus.CREATED, rules.add(form(json)));
    }

    @GetMapping("/lint")
    @Needs(Permission.RULES_READ)
    RuleLint.RuleLintReport lint() {
        return RuleLint.report(rules.all());
    }

    @PutMapping("/order")
    @Needs(Permission.RULES_WRITE)
    OrderView order(@RequestBody JsonNode json) {
        JsonBody body = JsonBody.of(json);
        List<Long> ids = body.ids("ids", RuleStore.MOST);
        body.end();
        return new OrderView(rules.order(ids).stream().map(RuleView::of).toList());
    }

    @GetMapping("/{id}")
    @Needs(Permission.RULES_READ)
    ResponseEntity<RuleView> get(@PathVariable("id") long id) {
        return answer(HttpStatus.OK, rules.get(id));
    }

    @PutMapping("/{id}")
    @Needs(Permission.RULES_WRITE)
    ResponseEntity<RuleView> change(
            @PathVariable("id") long id,
            @RequestHeader(name = "If-Match", required = false) String match,
            @RequestBody JsonNode json) {
        return answer(HttpStatus.OK, rules.change(id, EntityTag.version(match, "rule"), form(json)));
    }

    @DeleteMapping("/{id}")
    @Needs(Permission.RULES_WRITE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable("id") long id) {
        rules.remove(id);
    }

    private RuleForm form(JsonNode json) {
        RuleForm form = RuleJson.form(JsonBody.of(json));
        RuleAction.Rewrite from = form.action().from();
        if (form.direction() == RuleDirection.MT
                && from != null
                && from.set() != null
                && !SenderId.isPossible(from.set())) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "action.from.set", "must be a sender id")
                    .exception();
        }
        if (form.accountId() != 0) {
            references.account(form.accountId());
        }
        return form;
    }

    private static ResponseEntity<RuleView> answer(HttpStatus status, StoredRule rule) {
        return ResponseEntity.status(status).eTag(EntityTag.of(rule.version())).body(RuleView.of(rule));
    }
}
