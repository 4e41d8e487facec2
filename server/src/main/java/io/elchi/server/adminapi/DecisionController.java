package io.elchi.server.adminapi;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.Accounts;
import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageClass;
import io.elchi.server.core.Money;
import io.elchi.server.core.Msisdn;
import io.elchi.server.core.Payer;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.JsonBody;
import io.elchi.server.numbers.Network;
import io.elchi.server.numbers.Numbers;
import io.elchi.server.routing.RouteExplanation;
import io.elchi.server.routing.RouteQuery;
import io.elchi.server.routing.RouteService;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// The current route decision for a message, with its explanation.
@RestController
final class DecisionController {
    private static final int TEXT = 40;

    private final Accounts accounts;
    private final Numbers numbers;
    private final RouteService routes;

    DecisionController(Accounts accounts, Numbers numbers, RouteService routes) {
        this.accounts = accounts;
        this.numbers = numbers;
        this.routes = routes;
    }

    /// A decision.
    ///
    /// @param decision `routed`, `no_route`, `no_price`
    /// @param candidates in the order in which they are tried; the first is the chosen one, the others are its
    ///     fallbacks
    /// @param rejected operators with a route that cannot be used
    /// @param routesOf the account whose routes were used; null: the common ones
    record DecisionView(
            String decision,
            String to,
            NetworkView network,
            Long routesOf,
            List<CandidateView> candidates,
            List<RejectedView> rejected) {}

    record NetworkView(String mcc, String mnc, String name, String country) {}

    record CandidateView(
            int rank,
            long operatorId,
            String operator,
            int priority,
            int weight,
            List<PriceView> prices,
            Money cost,
            boolean reachable) {}

    /// The price of a part for one of the payers.
    record PriceView(long accountId, Money price) {}

    record RejectedView(long operatorId, String operator, String reason, String detail) {}

    @PostMapping("/route/decision")
    DecisionView decide(@RequestBody JsonNode json) {
        JsonBody body = JsonBody.of(json);
        Account account = accounts.account(body.id("account_id"))
                .orElseThrow(() -> Refusal.ofField(Failure.INVALID_FIELD, "account_id", "there is no such account")
                        .exception());
        Msisdn to = msisdn(body.text("to", TEXT), account.defaultCountry());
        String sender = body.optionalText("from", TEXT).orElse("");
        MessageClass messageClass =
                body.optionalOneOf("class", MessageClass.class).orElse(MessageClass.TRANSACTIONAL);
        body.end();
        Network network = numbers.network(to);
        // Equals by weight are shown in the order of the first chance; a message's own id decides its.
        RouteExplanation explained =
                routes.explain(new RouteQuery(account.payers(), to, network, sender, messageClass, 0));
        return new DecisionView(
                decision(explained),
                to.toString(),
                new NetworkView(network.mcc(), network.mnc(), network.name(), network.country()),
                CdrController.orNull(explained.ownRoutesOf()),
                explained.ranked().stream()
                        .map(ranked -> candidate(ranked, account.payers()))
                        .toList(),
                explained.rejected().stream()
                        .map(rejected -> new RejectedView(
                                rejected.operatorId(),
                                rejected.operator(),
                                rejected.reason().name().toLowerCase(Locale.ROOT),
                                rejected.reason().text()))
                        .toList());
    }

    private Msisdn msisdn(String text, String defaultCountry) {
        return switch (numbers.parse(text, defaultCountry)) {
            case Numbers.Parsed.Valid(Msisdn number) -> number;
            case Numbers.Parsed.Invalid(String why) ->
                throw Refusal.ofField(Failure.INVALID_DESTINATION, "to", why).exception();
        };
    }

    private static String decision(RouteExplanation explained) {
        if (!explained.ranked().isEmpty()) {
            return "routed";
        }
        return explained.lacksPrice() ? "no_price" : "no_route";
    }

    private static CandidateView candidate(RouteExplanation.Ranked ranked, List<Payer> payers) {
        List<PriceView> prices = new ArrayList<>();
        for (int level = 0; level < payers.size(); level++) {
            prices.add(
                    new PriceView(payers.get(level).account(), ranked.prices().get(level)));
        }
        return new CandidateView(
                ranked.rank(),
                ranked.operatorId(),
                ranked.operator(),
                ranked.priority(),
                ranked.weight(),
                prices,
                ranked.cost(),
                ranked.reachable());
    }
}
