package io.elchi.server.gatewayapi;

import io.elchi.server.accounts.Caller;
import io.elchi.server.billing.EntryQuery;
import io.elchi.server.billing.Ledger;
import io.elchi.server.core.Page;
import io.elchi.server.core.Permission;
import io.elchi.server.http.Needs;
import io.elchi.server.http.PageQuery;
import io.elchi.server.messages.RefusalLog;
import java.time.Instant;
import java.util.Map;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What is kept beside the messages of the caller's account: the entries of its ledger, and the requests that were
/// refused.
@RestController
final class RecordController {
    private final Ledger ledger;
    private final RefusalLog.Store refusals;

    RecordController(Ledger ledger, RefusalLog.Store refusals) {
        this.ledger = ledger;
        this.refusals = refusals;
    }

    /// An entry of the ledger, as its account sees it.
    ///
    /// @param parts charged parts of messages; null when it charges none
    record EntryView(
            long id,
            String direction,
            Map<String, Object> amount,
            String reason,
            Integer parts,
            String reference,
            String note,
            Instant createdAt) {
        static EntryView of(Ledger.Entry entry) {
            return new EntryView(
                    entry.id(),
                    entry.credit() ? "credit" : "debit",
                    ReadController.money(entry.amount()),
                    entry.reason(),
                    entry.batch() == 0 ? null : entry.parts(),
                    entry.reference(),
                    entry.note(),
                    entry.at());
        }
    }

    /// A request to send that was refused. It was not charged.
    record RequestView(
            Instant at,
            Long apiKeyId,
            String code,
            String field,
            String detail,
            String to,
            String from,
            String correlationId) {
        static RequestView of(RefusalLog.RefusedRequest entry) {
            return new RequestView(
                    entry.at(),
                    entry.apiKeyId() == 0 ? null : entry.apiKeyId(),
                    entry.code(),
                    entry.field(),
                    entry.detail(),
                    entry.to(),
                    entry.from(),
                    entry.correlationId());
        }
    }

    @GetMapping("/v1/transactions")
    @Needs(Permission.BALANCE_READ)
    Page<EntryView> transactions(
            @AuthenticationPrincipal Caller caller, @ModelAttribute EntryQuery query, PageQuery page) {
        return ledger.entries(query.filter(caller.account().id()), page.cursor(), page.limit())
                .map(EntryView::of);
    }

    @GetMapping("/v1/requests")
    @Needs(value = Permission.SMS_READ, watched = true)
    Page<RequestView> requests(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(name = "code", required = false) String code,
            PageQuery page) {
        return refusals.page(caller.account().id(), code, page.cursor(), page.limit())
                .map(RequestView::of);
    }
}
