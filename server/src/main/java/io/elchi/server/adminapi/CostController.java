package io.elchi.server.adminapi;

import io.elchi.server.core.Clock;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Money;
import io.elchi.server.core.Page;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.Approval;
import io.elchi.server.http.JsonBody;
import io.elchi.server.http.Needs;
import io.elchi.server.http.PageQuery;
import io.elchi.server.tariffs.TariffStore;
import java.math.BigDecimal;
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

/// Costs that operators get, and exchange rates.
@RestController
final class CostController {
    private static final String RATE = "[0-9]{1,9}(\\.[0-9]{1,6})?";

    private final TariffStore tariffs;
    private final ReferenceChecks references;
    private final Clock clock;

    CostController(TariffStore tariffs, ReferenceChecks references, Clock clock) {
        this.tariffs = tariffs;
        this.references = references;
        this.clock = clock;
    }

    /// An operator's cost for a part, where it differs from its default cost.
    record CostView(
            long id,
            long operatorId,
            String mcc,
            String mnc,
            String prefix,
            Money costPerSms,
            Instant validFrom,
            Instant validTo,
            int priority) {
        static CostView of(TariffStore.Cost cost) {
            return new CostView(
                    cost.id(),
                    cost.operatorId(),
                    cost.mcc(),
                    cost.mnc(),
                    cost.prefix(),
                    cost.cost(),
                    cost.validFrom(),
                    cost.validTo(),
                    cost.priority());
        }
    }

    /// One unit of `base` in units of `quote`.
    record RateView(String base, String quote, String rate, Instant updatedAt) {}

    record Rates(List<RateView> items) {}

    @GetMapping("/admin/v1/operator-costs")
    @Needs(Permission.COSTS_READ)
    Page<CostView> costs(
            @RequestParam(name = "operator_id", defaultValue = "0") long operator,
            @RequestParam(name = "ended", defaultValue = "false") boolean ended,
            PageQuery page) {
        return tariffs.costs(operator, ended, page.cursor(), page.limit()).map(CostView::of);
    }

    /// The cost for these numbers from now, or from `valid_from` on; the one before ends then.
    @PutMapping("/admin/v1/operator-costs")
    @Needs(value = Permission.COSTS_WRITE, draft = true)
    CostView put(@RequestBody JsonNode json, Approval approval) {
        JsonBody body = JsonBody.of(json);
        TrafficSelector match = TrafficSelector.of(body);
        Prices.Validity validity = Prices.Validity.of(body, clock.now());
        TariffStore.Cost cost = new TariffStore.Cost(
                0,
                body.id("operator_id"),
                match.mcc(),
                match.mnc(),
                match.prefix(),
                Prices.amount(body, "cost_per_sms"),
                validity.from(),
                validity.to(),
                body.optionalInt("priority", 0, Prices.PRIORITY).orElse(100));
        body.end();
        references.operator(cost.operatorId());
        approval.ask(json);
        long id = tariffs.put(cost);
        return CostView.of(tariffs.cost(id).orElseThrow(() -> ReferenceChecks.missing("cost", id)));
    }

    /// Ends it now.
    @DeleteMapping("/admin/v1/operator-costs/{id}")
    @Needs(value = Permission.COSTS_WRITE, draft = true)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void end(@PathVariable("id") long id, Approval approval) {
        ReferenceChecks.found(tariffs.cost(id).isPresent(), "cost that is valid or will be,", id);
        approval.ask(null);
        ReferenceChecks.found(tariffs.endCost(id), "cost that is valid or will be,", id);
    }

    @GetMapping("/admin/v1/exchange-rates")
    @Needs(Permission.COSTS_READ)
    Rates rates() {
        return new Rates(
                tariffs.exchangeRates().stream().map(CostController::view).toList());
    }

    private static RateView view(TariffStore.ExchangeRate rate) {
        return new RateView(rate.base(), rate.quote(), rate.rate().toPlainString(), rate.updatedAt());
    }

    @PutMapping("/admin/v1/exchange-rates")
    @Needs(value = Permission.COSTS_WRITE, draft = true)
    RateView putRate(@RequestBody JsonNode json, Approval approval) {
        JsonBody body = JsonBody.of(json);
        String base = body.currency("base");
        String quote = body.currency("quote");
        BigDecimal rate = new BigDecimal(body.text("rate", RATE, "a decimal number like 12700.50, as a string"));
        body.end();
        if (base.equals(quote)) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "quote", "must be another currency")
                    .exception();
        }
        if (rate.signum() == 0) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "rate", "must be above zero")
                    .exception();
        }
        approval.ask(json);
        tariffs.put(base, quote, rate);
        return tariffs.exchangeRates().stream()
                .filter(known -> known.base().equals(base) && known.quote().equals(quote))
                .map(CostController::view)
                .findFirst()
                .orElseThrow(() -> ReferenceChecks.missing("rate", base + quote));
    }
}
