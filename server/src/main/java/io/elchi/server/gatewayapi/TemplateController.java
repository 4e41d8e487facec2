package io.elchi.server.gatewayapi;

import io.elchi.server.accounts.Caller;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Page;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.EntityTag;
import io.elchi.server.http.JsonBody;
import io.elchi.server.http.Needs;
import io.elchi.server.http.PageQuery;
import io.elchi.server.templates.Template;
import io.elchi.server.templates.Template.TemplateForm;
import io.elchi.server.templates.TemplateStore;
import io.elchi.server.templates.TemplateVariable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
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

/// Templates of an account. The ETag of a template is its version.
@RestController
@RequestMapping("/v1/templates")
final class TemplateController {
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
    /// A language with its subtags (RFC 5646).
    static final String LOCALE = "[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}";

    private final TemplateStore templates;

    TemplateController(TemplateStore templates) {
        this.templates = templates;
    }

    @PostMapping
    @Needs(Permission.TEMPLATES_WRITE)
    ResponseEntity<Map<String, Object>> add(@AuthenticationPrincipal Caller caller, @RequestBody JsonNode json) {
        return answer(HttpStatus.CREATED, templates.add(caller.account().id(), form(json)));
    }

    @GetMapping
    @Needs(Permission.TEMPLATES_READ)
    Page<Map<String, Object>> list(@AuthenticationPrincipal Caller caller, PageQuery page) {
        return templates
                .list(caller.account().id(), page.cursor(), page.limit())
                .map(TemplateController::json);
    }

    @GetMapping("/{id}")
    @Needs(Permission.TEMPLATES_READ)
    ResponseEntity<Map<String, Object>> get(@AuthenticationPrincipal Caller caller, @PathVariable("id") long id) {
        return answer(HttpStatus.OK, templates.get(caller.account().id(), id));
    }

    @PutMapping("/{id}")
    @Needs(Permission.TEMPLATES_WRITE)
    ResponseEntity<Map<String, Object>> change(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") long id,
            @RequestHeader(name = "If-Match", required = false) String match,
            @RequestBody JsonNode json) {
        return answer(
                HttpStatus.OK,
                templates.change(caller.account().id(), id, EntityTag.version(match, "template"), form(json)));
    }

    @DeleteMapping("/{id}")
    @Needs(Permission.TEMPLATES_WRITE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@AuthenticationPrincipal Caller caller, @PathVariable("id") long id) {
        templates.remove(caller.account().id(), id);
    }

    private static TemplateForm form(JsonNode json) {
        JsonBody body = JsonBody.of(json);
        TemplateForm form = new TemplateForm(
                body.text("name", NAME, "1 to 64 letters, digits, dots, dashes and underscores"),
                body.text("fallback_locale", LOCALE, "a locale like uz or uz-Latn")
                        .toLowerCase(Locale.ROOT),
                texts(body.object("texts")),
                variables(body));
        body.end();
        return form;
    }

    private static Map<String, String> texts(JsonNode json) {
        Map<String, String> texts = new TreeMap<>();
        json.properties().forEach(text -> {
            String field = "texts." + text.getKey();
            if (!text.getKey().matches(LOCALE) || !text.getValue().isString()) {
                throw Refusal.ofField(Failure.INVALID_FIELD, "texts", "must be texts by locales like uz or uz-Latn")
                        .exception();
            }
            String before = texts.put(
                    text.getKey().toLowerCase(Locale.ROOT), text.getValue().stringValue());
            if (before != null) {
                throw Refusal.ofField(Failure.INVALID_FIELD, field, "is there twice")
                        .exception();
            }
        });
        return texts;
    }

    private static List<TemplateVariable> variables(JsonBody body) {
        List<TemplateVariable> variables = new ArrayList<>();
        for (JsonBody each : body.objects("variables", TemplateStore.MOST_VARIABLES)) {
            String name = each.text("name", TemplateVariable.NAME, "1 to 32 small letters, digits and underscores");
            TemplateVariable.VariableType type = each.oneOf("type", TemplateVariable.VariableType.class);
            int most = type == TemplateVariable.VariableType.STRING
                    ? (int) each.number("max_length", 1, type.most())
                    : each.optionalInt("max_length", 1, type.most()).orElse(type.most());
            each.end();
            variables.add(new TemplateVariable(name, type, most));
        }
        return variables;
    }

    private static ResponseEntity<Map<String, Object>> answer(HttpStatus status, Template template) {
        return ResponseEntity.status(status)
                .eTag(EntityTag.of(template.version()))
                .body(json(template));
    }

    private static Map<String, Object> json(Template template) {
        TemplateForm form = template.form();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", template.id());
        json.put("name", form.name());
        json.put("version", template.version());
        json.put("fallback_locale", form.fallbackLocale());
        json.put("texts", form.texts());
        json.put(
                "variables",
                form.variables().stream()
                        .map(each -> Map.of(
                                "name", each.name(),
                                "type", each.type().text(),
                                "max_length", each.maxLength()))
                        .toList());
        json.put("created_at", template.createdAt());
        json.put("updated_at", template.updatedAt());
        return json;
    }
}
