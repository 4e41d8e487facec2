package io.elchi.server.adminapi;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.AccountRegister;
import io.elchi.server.accounts.AccountRegister.RegisteredAccount;
import io.elchi.server.accounts.Caller;
import io.elchi.server.accounts.Reach;
import io.elchi.server.billing.Ledger;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Money;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.http.Approval;
import io.elchi.server.http.JsonBody;
import io.elchi.server.http.Needs;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// Money between an account and one directly below it, either way.
@RestController
final class TransferController {
    private static final String TO = "to_account_id";
    private static final int REFERENCE = 200;
    private static final int NOTE = 500;

    private final AccountRegister register;
    private final Ledger ledger;
    private final Reach reach;

    TransferController(AccountRegister register, Ledger ledger, Reach reach) {
        this.register = register;
        this.ledger = ledger;
        this.reach = reach;
    }

    /// The result of a transfer.
    ///
    /// @param debit of the account that gives
    /// @param credit of the account that gets
    /// @param balance of the account that gives
    /// @param repeated it was booked before, nothing changed
    record TransferView(TransactionView debit, TransactionView credit, BalanceView balance, boolean repeated) {}

    /// 201; or 200 when the reference was booked before.
    @PostMapping("/admin/v1/accounts/{id}/transfers")
    @Needs(value = Permission.TRANSFERS_WRITE, tenant = true, recent = true, draft = true)
    ResponseEntity<TransferView> transfer(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") long id,
            @RequestBody JsonNode json,
            Approval approval) {
        JsonBody body = JsonBody.of(json);
        long to = body.id(TO);
        Money amount = body.money("amount");
        String reference = body.text("reference", REFERENCE);
        String note = body.optionalText("note", NOTE).orElse(null);
        body.end();
        reach.check(caller, "account", id);
        RegisteredAccount from = register.find(id).orElseThrow(() -> ReferenceChecks.missing("account", id));
        reach.checkField(caller, TO, to);
        RegisteredAccount other = register.find(to).orElseThrow(() -> invalid("there is no such account"));
        check(from, other);
        approval.ask(json, amount);
        Ledger.Transferred done =
                ledger.transfer(new Ledger.Transfer(id, to, amount, reference, note, from.open() && other.open()));
        return ResponseEntity.status(done.repeated() ? HttpStatus.OK : HttpStatus.CREATED)
                .body(new TransferView(
                        TransactionView.of(done.debit()),
                        TransactionView.of(done.credit()),
                        BalanceView.of(done.balance()),
                        done.repeated()));
    }

    /// An account of type admin pays nothing and has no money to give: what the platform gives is a payment.
    private static void check(RegisteredAccount from, RegisteredAccount to) {
        if (!isBelow(from, to) && !isBelow(to, from)) {
            throw invalid("must be the account directly above or one directly below");
        }
        if (from.type() == Account.Type.ADMIN || to.type() == Account.Type.ADMIN) {
            throw invalid("an account of type admin neither gives nor gets money");
        }
        if (!from.currency().equals(to.currency())) {
            throw invalid("has another currency: " + to.currency());
        }
    }

    private static boolean isBelow(RegisteredAccount account, RegisteredAccount other) {
        return !account.above().isEmpty() && account.above().getFirst().id() == other.id();
    }

    private static RefusedException invalid(String detail) {
        return Refusal.ofField(Failure.INVALID_FIELD, TO, detail).exception();
    }
}
