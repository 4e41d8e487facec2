package io.elchi.server.gatewayapi;

import io.elchi.server.accounts.Caller;
import io.elchi.server.core.Permission;
import io.elchi.server.http.Needs;
import io.elchi.server.intake.AccountPrices;
import io.elchi.server.intake.AccountPrices.PriceAnswer;
import io.elchi.server.intake.AccountPrices.PriceQuestion;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RestController;

/// What the caller's account pays for a part.
@RestController
final class PriceController {
    private final AccountPrices prices;

    PriceController(AccountPrices prices) {
        this.prices = prices;
    }

    @GetMapping("/v1/prices")
    @Needs(Permission.BALANCE_READ)
    PriceAnswer prices(@AuthenticationPrincipal Caller caller, @ModelAttribute PriceQuestion question) {
        return prices.prices(caller.account(), question);
    }
}
