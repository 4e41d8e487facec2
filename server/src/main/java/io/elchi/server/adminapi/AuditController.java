package io.elchi.server.adminapi;

import io.elchi.server.audit.AuditLog;
import io.elchi.server.core.Page;
import io.elchi.server.core.Permission;
import io.elchi.server.http.Needs;
import io.elchi.server.http.PageQuery;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Who changed what.
@RestController
@RequestMapping("/admin/v1/audit")
final class AuditController {
    /// Amounts as they were written: not as binary fractions.
    private static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final AuditLog audit;

    AuditController(AuditLog audit) {
        this.audit = audit;
    }

    record EntryView(long id, JsonNode entry) {}

    @GetMapping
    @Needs(Permission.AUDIT_READ)
    Page<EntryView> list(
            @RequestParam(name = "object", required = false) String object,
            @RequestParam(name = "object_id", required = false) String objectId,
            @RequestParam(name = "api_key_id", defaultValue = "0") long apiKey,
            @RequestParam(name = "user_id", defaultValue = "0") long user,
            PageQuery page) {
        return audit.page(new AuditLog.EntryFilter(object, objectId, apiKey, user), page.cursor(), page.limit())
                .map(entry -> new EntryView(entry.id(), json(entry.body())));
    }

    /// What somebody changed may be no JSON any more.
    private static JsonNode json(String body) {
        try {
            return EXACT.readTree(body);
        } catch (JacksonException ignored) {
            return EXACT.createObjectNode().put("unreadable", body);
        }
    }

    /// The body is text: its hash is over exactly these characters.
    @GetMapping("/chain")
    @Needs(value = Permission.AUDIT_READ, recorded = true)
    Page<AuditLog.Chained> chain(PageQuery page) {
        return audit.chain(page.cursor(), page.limit());
    }

    @GetMapping("/verification")
    @Needs(Permission.AUDIT_READ)
    AuditLog.Verification verify() {
        return audit.verify();
    }
}
