package io.elchi.server.adminapi;

import io.elchi.server.core.Dates;
import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageState;
import io.elchi.server.core.Money;
import io.elchi.server.core.Page;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.PageQuery;
import io.elchi.server.messages.MessageSearch;
import io.elchi.server.messages.MessageSearch.CdrRow;
import java.time.Instant;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Call detail records.
@RestController
final class CdrController {
    private final MessageSearch messages;

    CdrController(MessageSearch messages) {
        this.messages = messages;
    }

    /// A call detail record.
    ///
    /// @param cost what the operators get
    /// @param submits submit_sm that operators took
    /// @param operatorCosts when several operators took some, number and cost of each; null: one did
    /// @param error the receipt's err, or command_status in hexadecimal
    record CdrView(
            String id,
            long accountId,
            Long operatorId,
            String externalMessageId,
            String operatorMessageId,
            String msisdn,
            String sender,
            String messageClass,
            Instant submitTime,
            Instant sentTime,
            Instant deliveryTime,
            Instant finalTime,
            String status,
            String operatorStatus,
            String errorCode,
            Money price,
            Money cost,
            List<UpstreamView> upstream,
            int parts,
            int partsCharged,
            int submits,
            String operatorCosts,
            String country,
            String mcc,
            String mnc,
            Long apiKeyId,
            String correlationId) {
        static CdrView of(CdrRow row) {
            return new CdrView(
                    row.id().toString(),
                    row.accountId(),
                    orNull(row.operatorId()),
                    row.reference(),
                    row.smscMessageId(),
                    row.msisdn().toString(),
                    row.sender(),
                    row.messageClass(),
                    row.submitTime(),
                    row.sentTime(),
                    row.deliveryTime(),
                    row.createdAt(),
                    row.state().text(),
                    row.smscStatus(),
                    row.errorCode(),
                    row.price(),
                    row.cost(),
                    row.upstream().stream().map(UpstreamView::of).toList(),
                    row.parts(),
                    row.partsCharged(),
                    row.submits(),
                    row.operatorCosts(),
                    row.country(),
                    row.mcc(),
                    row.mnc(),
                    orNull(row.apiKeyId()),
                    row.correlationId());
        }
    }

    /// The amount that a reseller above the account paid, in its own currency.
    record UpstreamView(long accountId, String amount) {
        static UpstreamView of(MessageSearch.UpstreamPrice price) {
            return new UpstreamView(
                    price.accountId(), Money.decimal(price.micros()).toPlainString());
        }
    }

    static Long orNull(long id) {
        return id == 0 ? null : id;
    }

    @GetMapping("/cdr")
    Page<CdrView> find(
            @RequestParam(name = "account_id", defaultValue = "0") long account,
            @RequestParam(name = "operator_id", defaultValue = "0") long operator,
            @RequestParam(name = "from", required = false) Instant from,
            @RequestParam(name = "to", required = false) Instant to,
            @RequestParam(name = "status", required = false) String status,
            @RequestParam(name = "msisdn", required = false) String msisdn,
            PageQuery page) {
        MessageSearch.CdrFilter filter = new MessageSearch.CdrFilter(
                account,
                operator,
                Dates.checked("from", from),
                Dates.checked("to", to),
                state(status),
                ReferenceChecks.msisdn(msisdn, "msisdn"));
        return messages.cdrs(filter, page.cursor(), page.limit()).map(CdrView::of);
    }

    private static MessageState state(String text) {
        return text == null
                ? null
                : MessageState.of(text)
                        .filter(MessageState::isFinal)
                        .orElseThrow(() -> Refusal.ofField(Failure.INVALID_FIELD, "status", "must be a final state")
                                .exception());
    }
}
