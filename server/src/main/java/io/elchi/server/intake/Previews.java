package io.elchi.server.intake;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.Caller;
import io.elchi.server.billing.Ledger;
import io.elchi.server.compliance.Compliance;
import io.elchi.server.core.Clock;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Money;
import io.elchi.server.core.Msisdn;
import io.elchi.server.core.Payer;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RouteCandidate;
import io.elchi.server.limits.RateLimits;
import io.elchi.server.messages.Encoding;
import io.elchi.server.messages.Message;
import io.elchi.server.numbers.Network;
import io.elchi.server.numbers.Numbers;
import io.elchi.server.routing.RouteDecision;
import io.elchi.server.routing.RouteQuery;
import java.util.ArrayList;
import java.util.List;

/// Looks at a message by every check that an acceptance makes, and stores, reserves and sends nothing. What many
/// messages at once decide is left out: queues and load.
public final class Previews {
    private final Intake.Modules modules;
    private final IntakeProperties properties;
    private final Ledger ledger;
    private final Clock clock;

    Previews(Intake.Modules modules, IntakeProperties properties, Ledger ledger, Clock clock) {
        this.modules = modules;
        this.properties = properties;
        this.ledger = ledger;
        this.clock = clock;
    }

    /// @throws io.elchi.server.core.RefusedException when the account asks too often: it counts as one part
    public Preview preview(Caller caller, SendRequest asked) {
        Account account = caller.account();
        RateLimits.Verdict rate = modules.limits().take(caller.rateAccount(), caller.ratePerSecond(), 1);
        if (!rate.allowed()) {
            throw Refusal.after(Failure.RATE_LIMITED, rate.retryAfter()).exception();
        }
        Ruled ruled = Ruled.of(modules, caller, asked, clock.now());
        SendRequest request = ruled.request();
        Text text = Text.of(request, account.maxParts());
        List<Refusal> problems = new ArrayList<>();
        add(problems, asked.extras().refusal(caller, modules.routing()));
        add(problems, ruled.refusal());
        add(problems, request.extras().blamed(text.refusal(request.options())));
        add(problems, SendTimes.of(request, properties, clock.now()).refusal());
        int foreign = text.encoding() == Encoding.UCS2 ? Text.firstForeign(request.text()) : -1;
        return switch (TestMessages.destination(caller, request.to(), modules.numbers())) {
            case Numbers.Parsed.Invalid(String why) -> {
                problems.add(Refusal.ofField(Failure.INVALID_DESTINATION, "to", why));
                yield new Preview(
                        text.written(),
                        text.encoding(),
                        text.parts(),
                        text.hint(),
                        foreign,
                        null,
                        0,
                        null,
                        null,
                        problems);
            }
            case Numbers.Parsed.Valid(Msisdn to) -> routed(caller, new RuledText(ruled, text), foreign, to, problems);
        };
    }

    /// A request behind the rules, with its text.
    private record RuledText(Ruled ruled, Text text) {}

    private Preview routed(Caller caller, RuledText asked, int foreign, Msisdn to, List<Refusal> problems) {
        SendRequest request = asked.ruled.request();
        Text text = asked.text;
        Account account = caller.account();
        Refusal violation = modules.compliance()
                .violation(new Compliance.Question(
                        account.id(),
                        request.from(),
                        to,
                        Intake.readable(request, text),
                        Math.max(1, text.parts()),
                        account.maxParts(),
                        request.needsConsent()));
        add(problems, request.extras().blamed(violation));
        Network network = modules.numbers().network(to);
        List<RouteCandidate> candidates = candidates(caller, asked, to, network, problems);
        Money maxPrice = candidates.isEmpty()
                ? null
                : new Money(account.currency(), Math.multiplyExact(highest(candidates, 0), (long) text.parts()));
        if (maxPrice != null) {
            add(problems, PricedMessage.tooDear(request.options(), maxPrice));
            addFunds(caller, candidates, text.parts(), problems);
        }
        RouteCandidate first = candidates.isEmpty() ? null : candidates.getFirst();
        return new Preview(
                text.written(),
                text.encoding(),
                text.parts(),
                text.hint(),
                foreign,
                new Message.Recipient(to, network.mcc(), network.mnc(), network.country(), network.ported()),
                first == null ? 0 : first.operatorId(),
                first == null
                        ? null
                        : new Money(
                                account.currency(), Math.multiplyExact(first.priceMicros()[0], (long) text.parts())),
                maxPrice,
                problems);
    }

    private List<RouteCandidate> candidates(
            Caller caller, RuledText asked, Msisdn to, Network network, List<Refusal> problems) {
        Text text = asked.text;
        if (text.parts() == 0) {
            return List.of();
        }
        if (caller.isTest()) {
            add(problems, TestMessages.refusal(to));
            return TestMessages.route(caller).candidates();
        }
        Account account = caller.account();
        RouteQuery query =
                new RouteQuery(account.payers(), to, network, text.written(), text.parts(), 0, asked.ruled.tag());
        return switch (modules.routing().decide(query)) {
            case RouteDecision.Routed routed -> routed.candidates();
            case RouteDecision.NoRoute(Failure failure) -> none(problems, failure);
            case RouteDecision.NoPrice(Failure failure) -> none(problems, failure);
        };
    }

    private static List<RouteCandidate> none(List<Refusal> problems, Failure failure) {
        problems.add(Refusal.ofField(failure, "to", null));
        return List.of();
    }

    private static long highest(List<RouteCandidate> candidates, int level) {
        return candidates.stream()
                .mapToLong(candidate -> candidate.priceMicros()[level])
                .max()
                .orElse(0);
    }

    /// A reseller's clients do not learn how much it lacks.
    private void addFunds(Caller caller, List<RouteCandidate> candidates, int parts, List<Refusal> problems) {
        Account account = caller.account();
        List<Payer> payers = TestMessages.payers(caller);
        for (int level = 0; level < payers.size(); level++) {
            long wanted = Math.multiplyExact(highest(candidates, level), (long) parts);
            long payer = payers.get(level).account();
            long available =
                    ledger.balance(payer).map(Ledger.Balance::availableMicros).orElse(0L);
            if (wanted > 0 && wanted > available) {
                problems.add(
                        payer == account.id()
                                ? Refusal.of(
                                        Failure.INSUFFICIENT_FUNDS,
                                        Money.nearest(account.currency(), wanted - available) + " are missing")
                                : Refusal.of(Failure.UPSTREAM_FUNDS));
                return;
            }
        }
    }

    private static void add(List<Refusal> problems, Refusal refusal) {
        if (refusal != null) {
            problems.add(refusal);
        }
    }
}
