package io.elchi.server.adminapi;

import io.elchi.server.accounts.AccountRegister;
import io.elchi.server.billing.BillingProperties;
import io.elchi.server.billing.Charges;
import io.elchi.server.billing.Charges.ChargeAction;
import io.elchi.server.billing.Charges.ChargeRequest;
import io.elchi.server.billing.Charges.ChargeState;
import io.elchi.server.billing.Charges.ExternalCharge;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Money;
import io.elchi.server.core.Page;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.Approval;
import io.elchi.server.http.JsonBody;
import io.elchi.server.http.Needs;
import io.elchi.server.http.PageQuery;
import java.time.Duration;
import java.time.Instant;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// Charges of other systems.
@RestController
final class ChargeController {
    /// It stands in paths as it is.
    private static final String EXTERNAL_ID = "[A-Za-z0-9][A-Za-z0-9._:@~-]{0,99}";
    private static final int DESCRIPTION = 500;

    private final AccountRegister register;
    private final Charges charges;

    ChargeController(AccountRegister register, Charges charges) {
        this.register = register;
        this.charges = charges;
    }

    /// A charge.
    ///
    /// @param reserved null: it was posted at once
    /// @param posted null: nothing is booked
    record ChargeView(
            long id,
            long accountId,
            String externalId,
            String state,
            Money reserved,
            Money posted,
            String description,
            Instant expiresAt,
            Instant createdAt,
            Instant endedAt) {
        static ChargeView of(ExternalCharge charge) {
            return new ChargeView(
                    charge.id(),
                    charge.accountId(),
                    charge.externalId(),
                    charge.state().text(),
                    charge.reserved(),
                    charge.posted(),
                    charge.description(),
                    charge.expiresAt(),
                    charge.createdAt(),
                    charge.endedAt());
        }
    }

    /// The result of a step.
    ///
    /// @param repeated it was done before, nothing changed
    record ChargedView(ChargeView charge, BalanceView balance, boolean repeated) {}

    /// 201; or 200 when it was done before.
    @PostMapping("/admin/v1/charges")
    @Needs(value = Permission.CHARGES_WRITE, recent = true, draft = true)
    ResponseEntity<ChargedView> charge(@RequestBody JsonNode json, Approval approval) {
        JsonBody body = JsonBody.of(json);
        long account = body.id("account_id");
        String externalId = body.text(
                "external_id", EXTERNAL_ID, "1 to 100 letters, digits and . _ : @ ~ -, a letter or digit first");
        ChargeAction action = body.oneOf("action", ChargeAction.class);
        Money amount = switch (action) {
            case RESERVE -> body.money("amount");
            case POST -> body.optionalMoney("amount").orElse(null);
            case VOID -> null;
        };
        String description = action == ChargeAction.VOID
                ? null
                : body.optionalText("description", DESCRIPTION).orElse(null);
        Duration expiresIn = action == ChargeAction.RESERVE
                ? body.optionalNumber("expires_in", 1, BillingProperties.MOST_CHARGE_EXPIRY.toSeconds())
                        .map(Duration::ofSeconds)
                        .orElse(null)
                : null;
        body.end();
        boolean open = register.find(account)
                .orElseThrow(() -> Refusal.ofField(Failure.INVALID_FIELD, "account_id", "there is no such account")
                        .exception())
                .open();
        if (amount != null) {
            // What gives back or posts what was reserved takes no more than somebody agreed to.
            approval.ask(json, amount);
        }
        Charges.Charged done =
                charges.request(new ChargeRequest(account, externalId, action, amount, description, expiresIn, open));
        return ResponseEntity.status(done.repeated() ? HttpStatus.OK : HttpStatus.CREATED)
                .body(new ChargedView(ChargeView.of(done.charge()), BalanceView.of(done.balance()), done.repeated()));
    }

    @GetMapping("/admin/v1/charges/{external_id}")
    @Needs(Permission.MONEY_READ)
    ChargeView find(@PathVariable("external_id") String externalId, @RequestParam(name = "account_id") long account) {
        ReferenceChecks.found(externalId.matches(EXTERNAL_ID), "charge", externalId);
        return ChargeView.of(
                charges.find(account, externalId).orElseThrow(() -> ReferenceChecks.missing("charge", externalId)));
    }

    @GetMapping("/admin/v1/charges")
    @Needs(Permission.MONEY_READ)
    Page<ChargeView> list(
            @RequestParam(name = "account_id", defaultValue = "0") long account,
            @RequestParam(name = "state", required = false) String state,
            PageQuery page) {
        ChargeState wanted = state == null
                ? null
                : ChargeState.of(state)
                        .orElseThrow(() -> Refusal.ofField(Failure.INVALID_FIELD, "state", "there is no such state")
                                .exception());
        return charges.page(account, wanted, page.cursor(), page.limit()).map(ChargeView::of);
    }
}
