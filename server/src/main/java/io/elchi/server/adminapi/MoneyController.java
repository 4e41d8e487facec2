package io.elchi.server.adminapi;

import io.elchi.server.accounts.AccountRegister;
import io.elchi.server.accounts.Caller;
import io.elchi.server.accounts.Reach;
import io.elchi.server.billing.Ledger;
import io.elchi.server.core.Money;
import io.elchi.server.core.Page;
import io.elchi.server.core.Permission;
import io.elchi.server.http.Approval;
import io.elchi.server.http.JsonBody;
import io.elchi.server.http.Needs;
import io.elchi.server.http.PageQuery;
import java.time.Instant;
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

/// Balances and the ledger.
@RestController
final class MoneyController {
    private static final int REFERENCE = 200;
    private static final int NOTE = 500;

    private final AccountRegister register;
    private final Ledger ledger;
    private final Reach reach;

    MoneyController(AccountRegister register, Ledger ledger, Reach reach) {
        this.register = register;
        this.reach = reach;
        this.ledger = ledger;
    }

    /// An entry of the ledger.
    ///
    /// @param batch names the parts that it charges; null when it charges none
    record TransactionView(
            long id,
            long accountId,
            String direction,
            Money amount,
            String reason,
            Integer parts,
            Long batch,
            String reference,
            String note,
            Instant createdAt) {
        static TransactionView of(Ledger.Entry entry) {
            boolean charge = entry.batch() != 0;
            return new TransactionView(
                    entry.id(),
                    entry.accountId(),
                    entry.credit() ? "credit" : "debit",
                    entry.amount(),
                    entry.reason(),
                    charge ? entry.parts() : null,
                    charge ? entry.batch() : null,
                    entry.reference(),
                    entry.note(),
                    entry.at());
        }
    }

    /// The result of a payment.
    ///
    /// @param repeated it was booked before, nothing changed
    record TopUpView(TransactionView transaction, BalanceView balance, boolean repeated) {}

    /// 201; or 200 when the reference was booked before.
    @PostMapping("/admin/accounts/{id}/topups")
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
    @PostMapping("/admin/accounts/{id}/adjustments")
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

    private static ResponseEntity<TopUpView> answer(Ledger.TopUp done) {
        return ResponseEntity.status(done.repeated() ? HttpStatus.OK : HttpStatus.CREATED)
                .body(new TopUpView(TransactionView.of(done.entry()), BalanceView.of(done.balance()), done.repeated()));
    }

    @PutMapping("/admin/accounts/{id}/credit-limit")
    @Needs(value = Permission.CREDIT_WRITE, recent = true, draft = true)
    BalanceView creditLimit(@PathVariable("id") long id, @RequestBody JsonNode json, Approval approval) {
        JsonBody body = JsonBody.of(json);
        Money limit = body.money("credit_limit");
        body.end();
        approval.ask(json, limit);
        return BalanceView.of(ledger.creditLimit(id, limit));
    }

    @GetMapping("/admin/accounts/{id}/transactions")
    @Needs(value = Permission.MONEY_READ, tenant = true)
    Page<TransactionView> ofAccount(
            @AuthenticationPrincipal Caller caller, @PathVariable("id") long id, PageQuery page) {
        reach.check(caller, "account", id);
        ReferenceChecks.found(register.find(id).isPresent(), "account", id);
        return ledger.entries(id, page.cursor(), page.limit()).map(TransactionView::of);
    }

    @GetMapping("/transactions")
    @Needs(Permission.MONEY_READ)
    Page<TransactionView> all(@RequestParam(name = "account_id", defaultValue = "0") long account, PageQuery page) {
        return ledger.entries(account, page.cursor(), page.limit()).map(TransactionView::of);
    }

    @GetMapping("/balances/{id}")
    @Needs(value = Permission.MONEY_READ, tenant = true)
    BalanceView balance(@AuthenticationPrincipal Caller caller, @PathVariable("id") long id) {
        reach.check(caller, "account", id);
        return BalanceView.of(ledger.balance(id).orElseThrow(() -> ReferenceChecks.missing("account", id)));
    }
}
