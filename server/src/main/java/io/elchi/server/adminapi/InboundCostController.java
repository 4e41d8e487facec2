package io.elchi.server.adminapi;

import io.elchi.server.core.Dates;
import io.elchi.server.core.Money;
import io.elchi.server.core.Page;
import io.elchi.server.core.Permission;
import io.elchi.server.http.Approval;
import io.elchi.server.http.JsonBody;
import io.elchi.server.http.Needs;
import io.elchi.server.http.PageQuery;
import io.elchi.server.inbound.InboundCdr;
import io.elchi.server.inbound.InboundCdrs;
import io.elchi.server.inbound.InboundCost;
import io.elchi.server.inbound.InboundMessage;
import io.elchi.server.inbound.InboundPrices;
import io.elchi.server.inbound.InboundSearch.InboundFilter;
import java.time.Instant;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// Costs that operators get for messages from handsets, and the records that have them.
@RestController
final class InboundCostController {
    private final InboundPrices prices;
    private final InboundCdrs records;
    private final ReferenceChecks references;

    InboundCostController(InboundPrices prices, InboundCdrs records, ReferenceChecks references) {
        this.prices = prices;
        this.records = records;
        this.references = references;
    }

    /// A cost.
    ///
    /// @param number null: any
    /// @param unit message or part
    record InboundCostView(
            long id, long operatorId, String number, String unit, Money cost, Instant createdAt, Instant updatedAt) {
        static InboundCostView of(InboundCost cost) {
            return new InboundCostView(
                    cost.id(),
                    cost.operatorId(),
                    cost.number(),
                    cost.perPart() ? "part" : "message",
                    cost.cost(),
                    cost.createdAt(),
                    cost.updatedAt());
        }
    }

    /// A record; see api/openapi.
    record InboundCdrView(
            String id,
            Long accountId,
            long operatorId,
            String from,
            String to,
            String state,
            String errorCode,
            int parts,
            int partsReceived,
            String operatorMessageId,
            Instant receivedAt,
            Instant endedAt,
            Money price,
            List<InboundPaidView> upstream,
            Money cost) {
        static InboundCdrView of(InboundCdr cdr) {
            InboundMessage message = cdr.message();
            return new InboundCdrView(
                    message.id().toString(),
                    CdrController.orNull(message.accountId()),
                    message.operatorId(),
                    message.from(),
                    message.to(),
                    message.state().text(),
                    cdr.errorCode(),
                    message.parts(),
                    message.partsReceived(),
                    message.operatorMessageId(),
                    message.receivedAt(),
                    message.endedAt(),
                    cdr.price(),
                    cdr.upstream().isEmpty()
                            ? null
                            : cdr.upstream().stream().map(InboundPaidView::of).toList(),
                    cdr.cost());
        }
    }

    /// @param price in the account's currency
    record InboundPaidView(long accountId, String price) {
        static InboundPaidView of(InboundCdr.InboundPaid paid) {
            return new InboundPaidView(
                    paid.accountId(), Money.decimal(paid.micros()).toPlainString());
        }
    }

    @GetMapping("/admin/v1/inbound-costs")
    @Needs(Permission.COSTS_READ)
    Page<InboundCostView> costs(@RequestParam(name = "operator_id", defaultValue = "0") long operator, PageQuery page) {
        return prices.costs(operator, page.cursor(), page.limit()).map(InboundCostView::of);
    }

    @PutMapping("/admin/v1/inbound-costs")
    @Needs(value = Permission.COSTS_WRITE, draft = true)
    InboundCostView put(@RequestBody JsonNode json, Approval approval) {
        JsonBody body = JsonBody.of(json);
        InboundCost cost = new InboundCost(
                0,
                0,
                body.id("operator_id"),
                InboundPriceController.number(body),
                InboundPriceController.perPart(body),
                Prices.amount(body, "cost"),
                null,
                null);
        body.end();
        references.operator(cost.operatorId());
        approval.ask(json);
        return InboundCostView.of(prices.put(cost));
    }

    @DeleteMapping("/admin/v1/inbound-costs/{id}")
    @Needs(value = Permission.COSTS_WRITE, draft = true)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable("id") long id, Approval approval) {
        ReferenceChecks.found(prices.cost(id).isPresent(), "cost", id);
        approval.ask(null);
        ReferenceChecks.found(prices.removeCost(id), "cost", id);
    }

    @GetMapping("/admin/v1/inbound-cdr")
    @Needs(Permission.MESSAGES_READ)
    Page<InboundCdrView> records(
            @RequestParam(name = "account_id", defaultValue = "0") long account,
            @RequestParam(name = "operator_id", defaultValue = "0") long operator,
            @RequestParam(name = "from", required = false) String from,
            @RequestParam(name = "to", required = false) String to,
            @RequestParam(name = "received_from", required = false) Instant receivedFrom,
            @RequestParam(name = "received_before", required = false) Instant receivedBefore,
            PageQuery page) {
        InboundFilter filter = new InboundFilter(
                account,
                operator,
                from == null ? null : InboundController.digits("from", from),
                to == null ? null : InboundController.digits("to", to),
                Dates.checked("received_from", receivedFrom),
                Dates.checked("received_before", receivedBefore));
        return records.list(filter, page.cursor(), page.limit()).map(InboundCdrView::of);
    }
}
