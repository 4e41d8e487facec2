package io.elchi.server.adminapi;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.Accounts;
import io.elchi.server.cluster.ShardId;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Page;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.Needs;
import io.elchi.server.http.PageQuery;
import io.elchi.server.messages.AbandonedReceipts;
import io.elchi.server.messages.AbandonedReceipts.AbandonedReceipt;
import io.elchi.server.queue.DeadLetters;
import io.elchi.server.queue.DeadLetters.DeadEnvelope;
import io.elchi.server.routing.OperatorStore;
import io.elchi.server.webhooks.GivenUpDeliveries;
import io.elchi.server.webhooks.GivenUpDeliveries.GivenUpDelivery;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// What the platform tries no more: receipts without a message, rows of the inbox, and events that no endpoint
/// accepted.
@RestController
@RequestMapping("/admin/v1/dead-letters/{kind}")
final class DeadLetterController {
    private static final int RECEIPT_ROW = 1;
    private static final int LATE_ROW = 2;

    private final AbandonedReceipts receipts;
    private final DeadLetters inbox;
    private final GivenUpDeliveries deliveries;
    private final OperatorStore operators;
    private final Accounts accounts;

    DeadLetterController(
            AbandonedReceipts receipts,
            DeadLetters inbox,
            GivenUpDeliveries deliveries,
            OperatorStore operators,
            Accounts accounts) {
        this.receipts = receipts;
        this.inbox = inbox;
        this.deliveries = deliveries;
        this.operators = operators;
        this.accounts = accounts;
    }

    /// The form of every kind; null where the kind has no such thing.
    ///
    /// @param type of the event, or what the row of the inbox has
    /// @param receivedAt when it came first
    /// @param abandonedAt null: it is not known
    record DeadLetterView(
            String id,
            String reason,
            String type,
            Long operatorId,
            String operator,
            Long accountId,
            String account,
            Long endpointId,
            String eventId,
            String messageId,
            String operatorMessageId,
            String state,
            String from,
            String to,
            int attempts,
            Instant receivedAt,
            Instant abandonedAt) {}

    @GetMapping
    @Needs(Permission.MESSAGES_READ)
    Page<DeadLetterView> list(
            @PathVariable("kind") String kind,
            @RequestParam(name = "operator_id", defaultValue = "0") long operator,
            @RequestParam(name = "account_id", defaultValue = "0") long account,
            PageQuery page) {
        boolean ofAccounts = kind.equals("webhooks");
        if (ofAccounts ? operator != 0 : account != 0) {
            throw Refusal.ofField(
                            Failure.INVALID_FIELD,
                            ofAccounts ? "operator_id" : "account_id",
                            "dead letters of this kind have none")
                    .exception();
        }
        Map<Long, String> names = operators.names();
        return switch (kind) {
            case "receipts" ->
                receipts.page(operator, page.cursor(), page.limit()).map(each -> receipt(each, names));
            case "inbox" ->
                inbox.page(operator == 0 ? 0 : ShardId.of(operator), page.cursor(), page.limit())
                        .map(each -> envelope(each, names));
            case "webhooks" ->
                deliveries.page(account, page.cursor(), page.limit()).map(this::delivery);
            default -> throw ReferenceChecks.missing("kind of dead letters", kind);
        };
    }

    private static DeadLetterView receipt(AbandonedReceipt receipt, Map<Long, String> names) {
        return new DeadLetterView(
                receipt.id().toString(),
                "no message has this id and these addresses",
                null,
                receipt.operatorId(),
                names.get(receipt.operatorId()),
                null,
                null,
                null,
                null,
                null,
                receipt.smscMessageId(),
                receipt.state().toLowerCase(java.util.Locale.ROOT),
                receipt.source(),
                receipt.destination(),
                receipt.attempts(),
                receipt.receivedAt(),
                null);
    }

    private static DeadLetterView envelope(DeadEnvelope envelope, Map<Long, String> names) {
        long operator = ShardId.ofNumber(envelope.shard()).operatorId();
        String type = switch (envelope.kind()) {
            case RECEIPT_ROW -> "receipt";
            case LATE_ROW -> "late_answer";
            default -> "kind " + envelope.kind();
        };
        return new DeadLetterView(
                envelope.id().toString(),
                envelope.reason(),
                type,
                operator,
                names.get(operator),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                envelope.attempts(),
                envelope.putAt(),
                envelope.diedAt());
    }

    private DeadLetterView delivery(GivenUpDelivery delivery) {
        return new DeadLetterView(
                delivery.endpointId() + "-" + delivery.eventId(),
                delivery.error() == null ? "the endpoint did not accept it" : delivery.error(),
                delivery.type(),
                null,
                null,
                delivery.accountId(),
                accounts.account(delivery.accountId()).map(Account::name).orElse(null),
                delivery.endpointId(),
                delivery.publicEventId(),
                delivery.messageId() == null ? null : delivery.messageId().toString(),
                null,
                null,
                null,
                null,
                delivery.attempts(),
                delivery.firstAt(),
                delivery.givenUpAt());
    }

    @PostMapping("/{id}/retry")
    @Needs(Permission.OPERATORS_WRITE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void retry(@PathVariable("kind") String kind, @PathVariable("id") String id) {
        handle(kind, id, receipts::retry, inbox::retry, deliveries::retry);
    }

    @PostMapping("/{id}/discard")
    @Needs(Permission.OPERATORS_WRITE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void discard(@PathVariable("kind") String kind, @PathVariable("id") String id) {
        handle(kind, id, receipts::discard, inbox::discard, deliveries::discard);
    }

    private static void handle(
            String kind,
            String id,
            Function<UUID, Boolean> receipt,
            Function<UUID, Boolean> row,
            BiFunction<Long, Long, Boolean> delivery) {
        boolean found = switch (kind) {
            case "receipts" -> receipt.apply(uuid(id));
            case "inbox" -> row.apply(uuid(id));
            case "webhooks" -> {
                String[] key = id.split("-", 2);
                yield key.length == 2 && delivery.apply(number(key[0], id), number(key[1], id));
            }
            default -> throw ReferenceChecks.missing("kind of dead letters", kind);
        };
        ReferenceChecks.found(found, "dead letter", id);
    }

    private static UUID uuid(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException ignored) {
            throw ReferenceChecks.missing("dead letter", id);
        }
    }

    private static long number(String text, String id) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException ignored) {
            throw ReferenceChecks.missing("dead letter", id);
        }
    }
}
