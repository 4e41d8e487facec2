package io.elchi.server.adminapi;

import io.elchi.server.accounts.Caller;
import io.elchi.server.accounts.Reach;
import io.elchi.server.billing.Ledger;
import io.elchi.server.core.Clock;
import io.elchi.server.core.Dates;
import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.Money;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.http.Approval;
import io.elchi.server.http.JsonBody;
import io.elchi.server.http.Needs;
import io.elchi.server.messages.MessageSearch;
import java.time.Instant;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// Balances, and what changes them by hand.
@RestController
final class MoneyController {
    private static final int REFERENCE = 200;
    private static final int NOTE = 500;

    private final Ledger ledger;
    private final MessageSearch messages;
    private final Reach reach;
    private final Clock clock;

    MoneyController(Ledger ledger, MessageSearch messages, Reach reach, Clock clock) {
        this.ledger = ledger;
        this.messages = messages;
        this.reach = reach;
        this.clock = clock;
    }

    /// The result of a payment.
    ///
    /// @param repeated it was booked before, nothing changed
    record TopUpView(TransactionView transaction, BalanceView balance, boolean repeated) {}

    /// 201; or 200 when the reference was booked before.
    @PostMapping("/admin/v1/accounts/{id}/topups")
    @Needs(value = Permission.MONEY_WRITE, recent = true, draft = true)
    ResponseEntity<TopUpView> topUp(@PathVariable("id") long id, @RequestBody JsonNode json, Approval approval) {
        JsonBody body = JsonBody.of(json);
        Money amount = body.money("amount");
        String reference = body.text("reference", REFERENCE);
        body.end();
        approval.ask(json, amount);
        return answer(ledger.topUp(id, amount, reference));
    }

    /// 201; or 200 when the reference was booked before.
    @PostMapping("/admin/v1/accounts/{id}/adjustments")
    @Needs(value = Permission.MONEY_WRITE, recent = true, draft = true)
    ResponseEntity<TopUpView> adjust(@PathVariable("id") long id, @RequestBody JsonNode json, Approval approval) {
        JsonBody body = JsonBody.of(json);
        Ledger.Adjustment adjustment = new Ledger.Adjustment(
                body.signedMoney("amount"),
                body.text("reference", REFERENCE),
                body.text("note", NOTE),
                body.optionalFlag("allow_overdraft").orElse(false));
        body.end();
        approval.ask(json, adjustment.amount());
        return answer(ledger.adjust(id, adjustment));
    }

    /// 201; or 200 when the reference was booked before.
    @PostMapping("/admin/v1/accounts/{id}/refunds")
    @Needs(value = Permission.MONEY_WRITE, recent = true, draft = true)
    ResponseEntity<TopUpView> refund(@PathVariable("id") long id, @RequestBody JsonNode json, Approval approval) {
        JsonBody body = JsonBody.of(json);
        Money amount = body.money("amount");
        String reference = body.text("reference", REFERENCE);
        String note = body.text("note", NOTE);
        MessageId message = body.optionalText("message_id", 64)
                .map(MoneyController::messageId)
                .orElse(null);
        body.end();
        // Of a refund that is booked nothing is looked up again.
        Money charged = message == null || isBooked(id, reference)
                ? null
                : new Money(amount.currency(), messages.charged(message, id).orElseThrow(MoneyController::notCharged));
        approval.ask(json, amount);
        return answer(ledger.refund(id, new Ledger.Refund(amount, reference, note, message, charged)));
    }

    private boolean isBooked(long account, String reference) {
        Ledger.LedgerFilter filter =
                new Ledger.LedgerFilter(account, "refund", true, null, null, reference, null, null);
        return !ledger.entries(filter, null, 1).items().isEmpty();
    }

    private static MessageId messageId(String text) {
        return MessageId.parse(text).orElseThrow(MoneyController::notCharged);
    }

    private static RefusedException notCharged() {
        return Refusal.ofField(Failure.INVALID_FIELD, "message_id", "the account was charged for no such message")
                .exception();
    }

    private static ResponseEntity<TopUpView> answer(Ledger.TopUp done) {
        return ResponseEntity.status(done.repeated() ? HttpStatus.OK : HttpStatus.CREATED)
                .body(new TopUpView(TransactionView.of(done.entry()), BalanceView.of(done.balance()), done.repeated()));
    }

    @PutMapping("/admin/v1/accounts/{id}/credit-limit")
    @Needs(value = Permission.CREDIT_WRITE, recent = true, draft = true)
    BalanceView creditLimit(@PathVariable("id") long id, @RequestBody JsonNode json, Approval approval) {
        JsonBody body = JsonBody.of(json);
        Money limit = body.money("credit_limit");
        body.end();
        approval.ask(json, limit);
        return BalanceView.of(ledger.creditLimit(id, limit));
    }

    /// @param unknown what nobody keeps of a past moment
    record PastBalanceView(long accountId, Instant at, Money balance, List<String> unknown) {}

    /// @param at a past moment; null: now
    @GetMapping("/admin/v1/balances/{id}")
    @Needs(value = Permission.MONEY_READ, tenant = true)
    Object balance(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") long id,
            @RequestParam(name = "at", required = false) Instant at) {
        reach.check(caller, "account", id);
        if (at == null) {
            return BalanceView.of(ledger.balance(id).orElseThrow(() -> ReferenceChecks.missing("account", id)));
        }
        if (Dates.checked("at", at).isAfter(clock.now())) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "at", "must not be in the future")
                    .exception();
        }
        Money then = ledger.balanceAt(id, at).orElseThrow(() -> ReferenceChecks.missing("account", id));
        return new PastBalanceView(id, at, then, List.of("available", "reserved", "credit_limit"));
    }
}
