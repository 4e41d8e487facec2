package io.elchi.server.adminapi;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.Accounts;
import io.elchi.server.accounts.Caller;
import io.elchi.server.compliance.Compliance;
import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageClass;
import io.elchi.server.core.Money;
import io.elchi.server.core.Msisdn;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RouteTag;
import io.elchi.server.http.JsonBody;
import io.elchi.server.http.Needs;
import io.elchi.server.messages.Outbound;
import io.elchi.server.numbers.Network;
import io.elchi.server.numbers.Numbers;
import io.elchi.server.routing.LinkSegmenter;
import io.elchi.server.routing.LinkStore;
import io.elchi.server.routing.OperatorOptions;
import io.elchi.server.routing.RouteExplanation;
import io.elchi.server.routing.RouteQuery;
import io.elchi.server.routing.RouteService;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// The route decision for a message, with its explanation: now, at a time, by a version of the routes or a draft.
/// The
/// message is checked by the rules that a send
/// passes, and nothing is sent.
@RestController
final class DecisionController {
    private static final int TEXT = 40;
    private static final int MESSAGE_TEXT = 10_000;

    private final Accounts accounts;
    private final Numbers numbers;
    private final RouteService routes;
    private final Compliance compliance;
    private final LinkStore links;
    private final Outbound outbound;
    private final RouteMoments moments;

    DecisionController(
            Accounts accounts,
            Numbers numbers,
            RouteService routes,
            RouteMoments moments,
            Compliance compliance,
            LinkStore links,
            Outbound outbound) {
        this.accounts = accounts;
        this.numbers = numbers;
        this.routes = routes;
        this.moments = moments;
        this.compliance = compliance;
        this.links = links;
        this.outbound = outbound;
    }

    /// A decision.
    ///
    /// @param decision `routed`, `no_route`, `no_price`
    /// @param candidates in the order in which they are tried; the first is the chosen one, the others are its
    ///     fallbacks
    /// @param rejected every other operator
    /// @param parts that the client is quoted
    /// @param violation the rule that refuses the message before routing; null when none does
    /// @param routesOf the account whose routes were used; null: the common ones
    /// @param moment whose routes and prices decide; null: those of now
    record DecisionView(
            String decision,
            MomentView moment,
            String to,
            NetworkView network,
            Long routesOf,
            int parts,
            ViolationView violation,
            List<CandidateView> candidates,
            List<RejectedView> rejected) {}

    /// @param version of the routes; null: those of the draft
    /// @param at the time of the prices and costs
    record MomentView(Long version, Long draft, Instant at) {
        static MomentView of(RouteMoments.Moment moment) {
            return new MomentView(moment.version(), moment.draft(), moment.at());
        }
    }

    record NetworkView(String mcc, String mnc, String name, String country) {}

    record ViolationView(String code, String field, String detail) {}

    /// @param cost of a submit_sm
    /// @param submits submit_sm that its links make of the text
    /// @param hasCapacity whether its queue has capacity for a message of this class and account now
    /// @param failoverMs how long a message of this class waits here while no session is bound or the operator
    ///     throttles; null when the operator has no started link
    record CandidateView(
            int rank,
            long operatorId,
            String operator,
            int priority,
            int weight,
            List<PriceView> prices,
            Money cost,
            int submits,
            boolean reachable,
            boolean hasCapacity,
            Long failoverMs) {}

    /// The price of a part for one of the payers.
    record PriceView(long accountId, Money price) {}

    record RejectedView(long operatorId, String operator, String reason, String detail) {}

    /// The message that is asked about.
    private record Question(
            Account account, Msisdn to, String sender, MessageClass messageClass, String text, String tag) {
        int parts() {
            return text.isEmpty() ? 1 : LinkSegmenter.quotedParts(text);
        }
    }

    @PostMapping("/admin/v1/route/decision")
    @Needs(Permission.ROUTES_READ)
    DecisionView decide(@AuthenticationPrincipal Caller caller, @RequestBody JsonNode json) {
        JsonBody body = JsonBody.of(json);
        Account account = accounts.account(body.id("account_id"))
                .orElseThrow(() -> Refusal.ofField(Failure.INVALID_FIELD, "account_id", "there is no such account")
                        .exception());
        Question question = new Question(
                account,
                msisdn(body.text("to", TEXT), account.defaultCountry()),
                body.optionalText("from", TEXT).orElse(null),
                body.optionalOneOf("class", MessageClass.class).orElse(MessageClass.TRANSACTIONAL),
                body.optionalText("text", MESSAGE_TEXT).orElse(""),
                body.optionalText("tag", RouteTag.FORM, RouteTag.RULE).orElse(null));
        RouteMoments.Question when = new RouteMoments.Question(
                body.optionalNumber("version", 1, Long.MAX_VALUE).orElse(null),
                body.optionalId("draft").orElse(null),
                body.optionalTime("at").orElse(null));
        body.end();
        Network network = numbers.network(question.to);
        // Equals by weight are shown in the order of the first chance; a message's own id decides its.
        RouteQuery query = new RouteQuery(
                account.payers(), question.to, network, question.text, question.parts(), 0, question.tag);
        RouteMoments.Moment moment = when.isNow() ? null : moments.of(caller, when);
        RouteExplanation explained =
                moment == null ? routes.explain(query) : routes.explain(query, moment.routes(), moment.at());
        Map<Long, OperatorOptions> options = links.operators();
        return new DecisionView(
                decision(explained),
                moment == null ? null : MomentView.of(moment),
                question.to.toString(),
                new NetworkView(network.mcc(), network.mnc(), network.name(), network.country()),
                CdrController.orNull(explained.ownRoutesOf()),
                question.parts(),
                violation(question),
                explained.ranked().stream()
                        .map(ranked -> candidate(ranked, question, options.get(ranked.operatorId())))
                        .toList(),
                explained.rejected().stream()
                        .map(rejected -> new RejectedView(
                                rejected.operatorId(),
                                rejected.operator(),
                                rejected.reason().name().toLowerCase(Locale.ROOT),
                                rejected.reason().text()))
                        .toList());
    }

    /// Without a sender id in the question, sender ids are not checked, and nothing that is checked after them.
    private ViolationView violation(Question question) {
        Account account = question.account;
        if (!account.active()) {
            return new ViolationView(Failure.ACCOUNT_SUSPENDED.code(), null, Failure.ACCOUNT_SUSPENDED.text());
        }
        Refusal refusal = question.sender == null
                ? null
                : compliance.violation(new Compliance.Question(
                        account.id(),
                        question.sender,
                        question.to,
                        question.text,
                        question.parts(),
                        account.maxParts(),
                        question.messageClass.needsConsent()));
        if (refusal == null) {
            return null;
        }
        String detail = refusal.detail() == null ? refusal.failure().text() : refusal.detail();
        return new ViolationView(refusal.failure().code(), refusal.field(), detail);
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

    /// @param options null when the operator was removed meanwhile
    private CandidateView candidate(RouteExplanation.Ranked ranked, Question question, OperatorOptions options) {
        Account account = question.account;
        List<PriceView> prices = new ArrayList<>();
        for (int level = 0; level < account.payers().size(); level++) {
            prices.add(new PriceView(
                    account.payers().get(level).account(), ranked.prices().get(level)));
        }
        return new CandidateView(
                ranked.rank(),
                ranked.operatorId(),
                ranked.operator(),
                ranked.priority(),
                ranked.weight(),
                prices,
                ranked.cost(),
                ranked.submits(),
                ranked.reachable(),
                outbound.hasCapacity(ranked.operatorId(), question.messageClass, account.id(), 0),
                options == null ? null : options.failover(question.messageClass).toMillis());
    }
}
