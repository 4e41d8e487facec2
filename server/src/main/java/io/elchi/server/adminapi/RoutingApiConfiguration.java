package io.elchi.server.adminapi;

import io.elchi.server.accounts.AccountRegister;
import io.elchi.server.accounts.Accounts;
import io.elchi.server.accounts.SmppLogins;
import io.elchi.server.approvals.Drafts;
import io.elchi.server.compliance.Compliance;
import io.elchi.server.core.Clock;
import io.elchi.server.messages.MessageSearch;
import io.elchi.server.messages.Outbound;
import io.elchi.server.numbers.NetworkLists;
import io.elchi.server.numbers.NumberStore;
import io.elchi.server.numbers.Numbers;
import io.elchi.server.routing.LinkStatusSource;
import io.elchi.server.routing.LinkStore;
import io.elchi.server.routing.OperatorHealth;
import io.elchi.server.routing.OperatorStore;
import io.elchi.server.routing.RouteHistory;
import io.elchi.server.routing.RouteService;
import io.elchi.server.routing.ShardSessions;
import io.elchi.server.rules.RuleStore;
import io.elchi.server.tariffs.PriceLists;
import io.elchi.server.tariffs.TariffStore;
import io.elchi.server.traces.PduSearch;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// Wires the controllers of the role routing.
@Configuration(proxyBeanMethods = false)
@Import(ViewNamesConfiguration.class)
public class RoutingApiConfiguration {
    @Bean
    ReferenceChecks references(AccountRegister accounts, OperatorStore operators) {
        return new ReferenceChecks(accounts, operators);
    }

    @Bean
    OperatorController operatorController(OperatorStore operators, OperatorHealth health, LinkStatusSource links) {
        return new OperatorController(operators, health, links);
    }

    @Bean
    LinkController linkController(LinkStore links, LinkStatusSource live, ShardSessions sessions, Clock clock) {
        return new LinkController(links, live, sessions, clock);
    }

    @Bean
    PduController pduController(
            PduSearch pdus, LinkStore links, SmppLogins logins, MessageSearch messages, Clock clock) {
        return new PduController(pdus, links, logins, messages, clock);
    }

    @Bean
    RouteController routeController(
            OperatorStore operators, RouteHistory history, ReferenceChecks references, Numbers numbers) {
        return new RouteController(operators, history, references, new Countries(numbers));
    }

    @Bean
    RouteVersionController routeVersionController(RouteHistory history, OperatorStore operators) {
        return new RouteVersionController(history, operators);
    }

    @Bean
    RouteFileController routeFileController(
            OperatorStore operators, RouteHistory history, Accounts accounts, AccountRegister register) {
        return new RouteFileController(operators, history, accounts, register);
    }

    @Bean
    RouteLintController routeLintController(
            RouteService routes, AccountRegister register, Accounts accounts, NumberStore networks, Numbers numbers) {
        return new RouteLintController(routes, register, accounts, networks, numbers);
    }

    @Bean
    RuleController ruleController(RuleStore rules, ReferenceChecks references) {
        return new RuleController(rules, references);
    }

    @Bean
    RuleTestController ruleTestController(RuleStore rules, Accounts accounts, Numbers numbers, Clock clock) {
        return new RuleTestController(rules, accounts, numbers, clock);
    }

    @Bean
    ExplanationController explanationController(
            MessageSearch messages,
            Accounts accounts,
            OperatorStore operators,
            RouteService routes,
            RouteHistory history) {
        return new ExplanationController(messages, accounts, operators, routes, history);
    }

    @Bean
    RouteMoments routeMoments(RouteHistory history, OperatorStore operators, Drafts drafts, Clock clock) {
        return new RouteMoments(history, operators, drafts, clock);
    }

    @Bean
    DecisionController decisionController(
            Accounts accounts,
            Numbers numbers,
            RouteService routes,
            RouteMoments moments,
            Compliance compliance,
            LinkStore links,
            Outbound outbound) {
        return new DecisionController(accounts, numbers, routes, moments, compliance, links, outbound);
    }

    @Bean
    TariffController tariffController(TariffStore tariffs, ReferenceChecks references, Clock clock, Numbers numbers) {
        return new TariffController(tariffs, references, clock, new Countries(numbers));
    }

    @Bean
    PriceFileController priceFileController(
            PriceLists lists, OperatorStore operators, ReferenceChecks references, Clock clock) {
        return new PriceFileController(lists, operators, references, clock);
    }

    @Bean
    CostController costController(TariffStore tariffs, ReferenceChecks references, Clock clock) {
        return new CostController(tariffs, references, clock);
    }

    @Bean
    NumberController numberController(NumberStore numbers) {
        return new NumberController(numbers);
    }

    @Bean
    NetworkFileController networkFileController(NumberStore numbers, NetworkLists lists) {
        return new NetworkFileController(numbers, lists);
    }
}
