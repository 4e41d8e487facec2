package io.elchi.server.adminapi;

import io.elchi.server.core.Dates;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Masking;
import io.elchi.server.core.MessageClass;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.Page;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.JsonBody;
import io.elchi.server.http.Needs;
import io.elchi.server.http.PageQuery;
import io.elchi.server.inbound.InboundMessage;
import io.elchi.server.inbound.InboundNumbers;
import io.elchi.server.inbound.InboundSearch;
import java.time.Instant;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// Messages from handsets, and the accounts that own their destinations.
@RestController
final class InboundController {
    static final int MOST_DIGITS = 20;

    private final InboundSearch messages;
    private final InboundNumbers numbers;
    private final ReferenceChecks references;

    InboundController(InboundSearch messages, InboundNumbers numbers, ReferenceChecks references) {
        this.messages = messages;
        this.numbers = numbers;
        this.references = references;
    }

    /// A message from a handset; digits of its text are masked.
    record InboundMessageView(
            String id,
            Long accountId,
            long operatorId,
            String from,
            String to,
            String state,
            String text,
            int parts,
            int partsReceived,
            String operatorMessageId,
            Instant receivedAt,
            Instant endedAt) {
        static InboundMessageView of(InboundMessage message) {
            return new InboundMessageView(
                    message.id().toString(),
                    CdrController.orNull(message.accountId()),
                    message.operatorId(),
                    message.from(),
                    message.to(),
                    message.state().text(),
                    message.text() == null ? null : Masking.text(MessageClass.TRANSACTIONAL, message.text()),
                    message.parts(),
                    message.partsReceived(),
                    message.operatorMessageId(),
                    message.receivedAt(),
                    message.endedAt());
        }
    }

    /// The same with the deliver_sm that came.
    record InboundDetailView(InboundMessageView message, List<InboundSearch.PartRow> parts) {}

    /// @param operatorId null: at every operator
    record InboundNumberView(long id, String number, Long operatorId, long accountId, Instant createdAt) {
        static InboundNumberView of(InboundNumbers.OwnedNumber owned) {
            return new InboundNumberView(
                    owned.id(),
                    owned.number(),
                    CdrController.orNull(owned.operatorId()),
                    owned.accountId(),
                    owned.createdAt());
        }
    }

    @GetMapping("/admin/v1/inbound")
    @Needs(Permission.INBOUND_READ)
    Page<InboundMessageView> list(
            @RequestParam(name = "account_id", defaultValue = "0") long account,
            @RequestParam(name = "operator_id", defaultValue = "0") long operator,
            @RequestParam(name = "from", required = false) String from,
            @RequestParam(name = "to", required = false) String to,
            @RequestParam(name = "received_from", required = false) Instant receivedFrom,
            @RequestParam(name = "received_before", required = false) Instant receivedBefore,
            PageQuery page) {
        InboundSearch.InboundFilter filter = new InboundSearch.InboundFilter(
                account,
                operator,
                from == null ? null : digits("from", from),
                to == null ? null : digits("to", to),
                Dates.checked("received_from", receivedFrom),
                Dates.checked("received_before", receivedBefore));
        return messages.list(filter, page.cursor(), page.limit()).map(InboundMessageView::of);
    }

    @GetMapping("/admin/v1/inbound/{id}")
    @Needs(Permission.INBOUND_READ)
    InboundDetailView message(@PathVariable("id") String id) {
        InboundMessage message =
                MessageId.parse(id).flatMap(messages::find).orElseThrow(() -> ReferenceChecks.missing("message", id));
        return new InboundDetailView(InboundMessageView.of(message), messages.parts(message.id()));
    }

    @GetMapping("/admin/v1/inbound-numbers")
    @Needs(Permission.INBOUND_READ)
    Page<InboundNumberView> numbers(
            @RequestParam(name = "account_id", defaultValue = "0") long account, PageQuery page) {
        return numbers.list(account, page.cursor(), page.limit()).map(InboundNumberView::of);
    }

    @PostMapping("/admin/v1/inbound-numbers")
    @Needs(Permission.INBOUND_WRITE)
    @ResponseStatus(HttpStatus.CREATED)
    InboundNumberView give(@RequestBody JsonNode json) {
        JsonBody body = JsonBody.of(json);
        long account = body.id("account_id");
        String number = digits("number", body.text("number", MOST_DIGITS + 1));
        long operator = body.optionalId("operator_id").orElse(0L);
        body.end();
        references.account(account);
        if (operator != 0) {
            references.operator(operator);
        }
        return InboundNumberView.of(numbers.give(number, operator, account));
    }

    @DeleteMapping("/admin/v1/inbound-numbers/{id}")
    @Needs(Permission.INBOUND_WRITE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void take(@PathVariable("id") long id) {
        ReferenceChecks.found(numbers.take(id), "number", id);
    }

    /// A short code has no country code: digits alone are compared.
    static String digits(String field, String text) {
        // A + in a query that is not escaped arrives as a blank.
        String digits = text.startsWith("+") || text.startsWith(" ") ? text.substring(1) : text;
        if (!digits.matches("[0-9]{1," + MOST_DIGITS + "}")) {
            throw Refusal.ofField(Failure.INVALID_FIELD, field, "must be 1 to " + MOST_DIGITS + " digits")
                    .exception();
        }
        return digits;
    }
}
