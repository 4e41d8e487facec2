package io.elchi.server.adminapi;

import io.elchi.server.core.Page;
import io.elchi.server.core.Permission;
import io.elchi.server.http.Needs;
import io.elchi.server.http.PageQuery;
import io.elchi.server.messages.RefusalLog;
import java.time.Instant;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Requests to send that were refused in the last days.
@RestController
final class RefusalController {
    private final RefusalLog.Store refusals;

    RefusalController(RefusalLog.Store refusals) {
        this.refusals = refusals;
    }

    /// A refused request.
    record RefusalView(
            long id,
            Instant at,
            long accountId,
            long apiKeyId,
            String code,
            String field,
            String detail,
            String to,
            String from,
            String correlationId) {
        static RefusalView of(RefusalLog.RefusedRequest entry) {
            return new RefusalView(
                    entry.id(),
                    entry.at(),
                    entry.accountId(),
                    entry.apiKeyId(),
                    entry.code(),
                    entry.field(),
                    entry.detail(),
                    entry.to(),
                    entry.from(),
                    entry.correlationId());
        }
    }

    @GetMapping("/admin/v1/refusals")
    @Needs(value = Permission.REFUSALS_READ, watched = true)
    Page<RefusalView> list(
            @RequestParam(name = "account_id", defaultValue = "0") long account,
            @RequestParam(name = "code", required = false) String code,
            PageQuery page) {
        return refusals.page(account, code, page.cursor(), page.limit()).map(RefusalView::of);
    }
}
