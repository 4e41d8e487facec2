package io.elchi.server.adminapi;

import io.elchi.server.accounts.AccountRegister;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Money;
import io.elchi.server.core.Page;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.EntityTag;
import io.elchi.server.http.JsonBody;
import io.elchi.server.http.Needs;
import io.elchi.server.http.PageQuery;
import io.elchi.server.inbound.InboundPrice;
import io.elchi.server.inbound.InboundPrices;
import java.time.Instant;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// Prices that accounts pay for messages from handsets. The ETag of a price is its version.
@RestController
@RequestMapping("/admin/v1/inbound-prices")
final class InboundPriceController {
    static final String UNITS = "message|part";

    private final InboundPrices prices;
    private final ReferenceChecks references;

    InboundPriceController(InboundPrices prices, ReferenceChecks references) {
        this.prices = prices;
        this.references = references;
    }

    /// A price.
    ///
    /// @param accountId null: for all with this currency
    /// @param number null: any
    /// @param operatorId null: any
    /// @param unit message or part
    record InboundPriceView(
            long id,
            long version,
            Long accountId,
            String number,
            Long operatorId,
            String unit,
            Money price,
            Instant createdAt,
            Instant updatedAt) {
        static InboundPriceView of(InboundPrice price) {
            return new InboundPriceView(
                    price.id(),
                    price.version(),
                    CdrController.orNull(price.accountId()),
                    price.number(),
                    CdrController.orNull(price.operatorId()),
                    price.perPart() ? "part" : "message",
                    price.price(),
                    price.createdAt(),
                    price.updatedAt());
        }
    }

    /// @param account 0: the common ones
    @GetMapping
    @Needs(Permission.PRICES_READ)
    Page<InboundPriceView> list(
            @RequestParam(name = "account_id", required = false) Long account,
            @RequestParam(name = "number", required = false) String number,
            PageQuery page) {
        String digits = number == null ? null : InboundController.digits("number", number);
        return prices.list(account, digits, page.cursor(), page.limit()).map(InboundPriceView::of);
    }

    @PostMapping
    @Needs(Permission.PRICES_WRITE)
    ResponseEntity<InboundPriceView> add(@RequestBody JsonNode json) {
        return answer(HttpStatus.CREATED, prices.add(price(0, 0, json)));
    }

    @GetMapping("/{id}")
    @Needs(Permission.PRICES_READ)
    ResponseEntity<InboundPriceView> get(@PathVariable("id") long id) {
        return answer(HttpStatus.OK, prices.find(id).orElseThrow(() -> ReferenceChecks.missing("price", id)));
    }

    @PutMapping("/{id}")
    @Needs(Permission.PRICES_WRITE)
    ResponseEntity<InboundPriceView> change(
            @PathVariable("id") long id,
            @RequestHeader(name = "If-Match", required = false) String match,
            @RequestBody JsonNode json) {
        return answer(HttpStatus.OK, prices.change(price(id, EntityTag.version(match, "price"), json)));
    }

    @DeleteMapping("/{id}")
    @Needs(Permission.PRICES_WRITE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable("id") long id, @RequestHeader(name = "If-Match", required = false) String match) {
        prices.remove(id, EntityTag.version(match, "price"));
    }

    private InboundPrice price(long id, long version, JsonNode json) {
        JsonBody body = JsonBody.of(json);
        InboundPrice price = new InboundPrice(
                id,
                version,
                body.optionalId("account_id").orElse(0L),
                number(body),
                body.optionalId("operator_id").orElse(0L),
                perPart(body),
                Prices.amount(body, "price"),
                null,
                null);
        body.end();
        if (price.operatorId() != 0) {
            references.operator(price.operatorId());
        }
        if (price.accountId() != 0) {
            AccountRegister.RegisteredAccount account = references.account(price.accountId());
            if (!account.currency().equals(price.price().currency())) {
                // It would never be looked at.
                throw Refusal.ofField(Failure.INVALID_FIELD, "price.currency", "the account has " + account.currency())
                        .exception();
            }
        }
        return price;
    }

    static String number(JsonBody body) {
        return body.optionalText("number", InboundController.MOST_DIGITS + 1)
                .map(text -> InboundController.digits("number", text))
                .orElse(null);
    }

    static boolean perPart(JsonBody body) {
        return body.optionalText("unit", UNITS, "message or part")
                .orElse("message")
                .equals("part");
    }

    private static ResponseEntity<InboundPriceView> answer(HttpStatus status, InboundPrice price) {
        return ResponseEntity.status(status).eTag(EntityTag.of(price.version())).body(InboundPriceView.of(price));
    }
}
