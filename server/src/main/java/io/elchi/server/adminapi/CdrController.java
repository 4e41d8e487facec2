package io.elchi.server.adminapi;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.elchi.server.core.Dates;
import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageState;
import io.elchi.server.core.Money;
import io.elchi.server.core.Page;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.Needs;
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
            String reference,
            @JsonRawValue String meta,
            String operatorMessageId,
            String to,
            String from,
            @JsonProperty("class") String messageClass,
            Instant acceptedAt,
            Instant submittedAt,
            Instant deliveredAt,
            Instant finalAt,
            String state,
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
                    row.meta(),
                    row.smscMessageId(),
                    row.msisdn().toString(),
                    row.sender(),
                    row.messageClass(),
                    row.acceptedAt(),
                    row.submittedAt(),
                    row.deliveredAt(),
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
    @Needs(Permission.MESSAGES_READ)
    Page<CdrView> find(
            @RequestParam(name = "account_id", defaultValue = "0") long account,
            @RequestParam(name = "operator_id", defaultValue = "0") long operator,
            @RequestParam(name = "accepted_from", required = false) Instant from,
            @RequestParam(name = "accepted_before", required = false) Instant before,
            @RequestParam(name = "state", required = false) String state,
            @RequestParam(name = "to", required = false) String to,
            PageQuery page) {
        MessageSearch.CdrFilter filter = new MessageSearch.CdrFilter(
                account,
                operator,
                Dates.checked("accepted_from", from),
                Dates.checked("accepted_before", before),
                state(state),
                ReferenceChecks.msisdn(to, "to"));
        return messages.cdrs(filter, page.cursor(), page.limit()).map(CdrView::of);
    }

    private static MessageState state(String text) {
        return text == null
                ? null
                : MessageState.of(text)
                        .filter(MessageState::isFinal)
                        .orElseThrow(() -> Refusal.ofField(Failure.INVALID_FIELD, "state", "must be a final state")
                                .exception());
    }
}
