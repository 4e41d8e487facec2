package io.elchi.server.adminapi;

import io.elchi.server.accounts.AccountRegister;
import io.elchi.server.core.Clock;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Money;
import io.elchi.server.core.Page;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.JsonBody;
import io.elchi.server.http.Needs;
import io.elchi.server.http.PageQuery;
import io.elchi.server.tariffs.TariffStore;
import java.time.Instant;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// Prices that accounts pay for a part. A price is not changed: another one takes over, this one ends.
@RestController
@RequestMapping("/admin/v1/tariff-routes")
final class TariffController {
    private final TariffStore tariffs;
    private final ReferenceChecks references;
    private final Clock clock;
    private final Countries countries;

    TariffController(TariffStore tariffs, ReferenceChecks references, Clock clock, Countries countries) {
        this.tariffs = tariffs;
        this.references = references;
        this.clock = clock;
        this.countries = countries;
    }

    /// A price.
    ///
    /// @param accountId null: for all
    /// @param operatorId null: all operators
    record TariffView(
            long id,
            Long accountId,
            Long operatorId,
            String mcc,
            String mnc,
            String prefix,
            Money pricePerSms,
            Instant validFrom,
            Instant validTo,
            int priority) {
        static TariffView of(TariffStore.Tariff tariff) {
            return new TariffView(
                    tariff.id(),
                    CdrController.orNull(tariff.accountId()),
                    CdrController.orNull(tariff.operatorId()),
                    tariff.mcc(),
                    tariff.mnc(),
                    tariff.prefix(),
                    tariff.price(),
                    tariff.validFrom(),
                    tariff.validTo(),
                    tariff.priority());
        }
    }

    /// @param account 0: the common ones
    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @Needs(Permission.PRICES_READ)
    Page<TariffView> list(
            @RequestParam(name = "account_id", required = false) Long account,
            @RequestParam(name = "ended", defaultValue = "false") boolean ended,
            PageQuery page) {
        return tariffs.tariffs(account, ended, page.cursor(), page.limit()).map(TariffView::of);
    }

    @PostMapping
    @Needs(Permission.PRICES_WRITE)
    @ResponseStatus(HttpStatus.CREATED)
    TariffView add(@RequestBody JsonNode json) {
        JsonBody body = JsonBody.of(json);
        TrafficSelector match = TrafficSelector.destination(body, countries);
        Prices.Validity validity = Prices.Validity.of(body, clock.now());
        TariffStore.Tariff tariff = new TariffStore.Tariff(
                0,
                body.optionalId("account_id").orElse(0L),
                body.optionalId("operator_id").orElse(0L),
                match.mcc(),
                match.mnc(),
                match.prefix(),
                Prices.amount(body, "price_per_sms"),
                validity.from(),
                validity.to(),
                body.optionalInt("priority", 0, Prices.PRIORITY).orElse(100));
        body.end();
        check(tariff);
        return view(tariffs.add(tariff));
    }

    private void check(TariffStore.Tariff tariff) {
        if (tariff.operatorId() != 0) {
            references.operator(tariff.operatorId());
        }
        if (tariff.accountId() != 0) {
            AccountRegister.RegisteredAccount account = references.account(tariff.accountId());
            if (!account.currency().equals(tariff.price().currency())) {
                // It would never be looked at.
                throw Refusal.ofField(
                                Failure.INVALID_FIELD,
                                "price_per_sms.currency",
                                "the account has " + account.currency())
                        .exception();
            }
        }
    }

    private TariffView view(long id) {
        return TariffView.of(tariffs.tariff(id).orElseThrow(() -> ReferenceChecks.missing("tariff", id)));
    }

    /// Ends it now.
    @DeleteMapping("/{id}")
    @Needs(Permission.PRICES_WRITE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void end(@PathVariable("id") long id) {
        ReferenceChecks.found(tariffs.end(id), "tariff that is valid or will be,", id);
    }
}
