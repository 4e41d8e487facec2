package io.elchi.server.adminapi;

import io.elchi.server.accounts.AccountSearch;
import io.elchi.server.accounts.Accounts;
import io.elchi.server.accounts.ApiKeys;
import io.elchi.server.accounts.Reach;
import io.elchi.server.accounts.SmppLogins;
import io.elchi.server.approvals.Drafts;
import io.elchi.server.audit.AuditLog;
import io.elchi.server.cluster.Processes;
import io.elchi.server.compliance.ComplianceStore;
import io.elchi.server.compliance.OptOuts;
import io.elchi.server.core.Clock;
import io.elchi.server.exports.ExportRequests;
import io.elchi.server.http.ApprovedRequests;
import io.elchi.server.http.SessionAuthenticator;
import io.elchi.server.http.WatchedReads;
import io.elchi.server.identity.PasskeySignIn;
import io.elchi.server.identity.Passkeys;
import io.elchi.server.identity.ProviderSignIn;
import io.elchi.server.identity.Roles;
import io.elchi.server.identity.SignIn;
import io.elchi.server.identity.SignInHistory;
import io.elchi.server.identity.UserSearch;
import io.elchi.server.identity.UserSessions;
import io.elchi.server.identity.Users;
import io.elchi.server.inbound.InboundCdrs;
import io.elchi.server.inbound.InboundKeywords;
import io.elchi.server.inbound.InboundNumbers;
import io.elchi.server.inbound.InboundPrices;
import io.elchi.server.inbound.InboundRoutes;
import io.elchi.server.inbound.InboundSearch;
import io.elchi.server.inbound.ReplyOutbox;
import io.elchi.server.messages.AbandonedReceipts;
import io.elchi.server.messages.FigureReports;
import io.elchi.server.messages.Figures;
import io.elchi.server.messages.MessageList;
import io.elchi.server.messages.MessageSearch;
import io.elchi.server.messages.QueueMoves;
import io.elchi.server.messages.RefusalLog;
import io.elchi.server.messages.Reveals;
import io.elchi.server.messages.SuspendedAccounts;
import io.elchi.server.messages.WaitReasons;
import io.elchi.server.messages.WaitingQueues;
import io.elchi.server.oauth.OAuthClients;
import io.elchi.server.observe.Metrics;
import io.elchi.server.observe.Rates;
import io.elchi.server.queue.DeadLetters;
import io.elchi.server.routing.LinkStatusSource;
import io.elchi.server.routing.LinkStore;
import io.elchi.server.routing.OperatorStore;
import io.elchi.server.routing.ShardSessions;
import io.elchi.server.smppserver.Binds;
import io.elchi.server.webhooks.GivenUpDeliveries;
import io.elchi.server.webhooks.MessageAttempts;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.web.csrf.CsrfTokenRepository;

/// Wires the controllers of the role console, beside those of billing and routing.
@Configuration(proxyBeanMethods = false)
@Import(ViewNamesConfiguration.class)
public class ConsoleApiConfiguration {
    @Bean
    SmppLoginController smppLoginController(SmppLogins logins, Binds binds, Reach reach, Clock clock) {
        return new SmppLoginController(logins, binds, reach, clock);
    }

    @Bean
    KeyController keyController(ApiKeys keys, Reach reach, Clock clock) {
        return new KeyController(keys, reach, clock);
    }

    @Bean
    OAuthClientController oauthClientController(OAuthClients clients, Reach reach, Clock clock) {
        return new OAuthClientController(clients, reach, clock);
    }

    @Bean
    SessionController sessionController(SignIn signIn, PasskeySignIn passkeys, Users users, CsrfTokenRepository csrf) {
        return new SessionController(signIn, passkeys, users, csrf);
    }

    @Bean
    ProviderController providerController(ProviderSignIn provider, SignIn signIn, CsrfTokenRepository csrf) {
        return new ProviderController(provider, signIn, csrf);
    }

    /// The server closes it in its turn.
    @Bean(destroyMethod = "")
    AnswerStreams answerStreams(StreamProperties properties, Metrics metrics) {
        return new AnswerStreams(properties, metrics);
    }

    @Bean
    AnswerStreamController answerStreamController(
            AnswerStreams streams, WatchedReads reads, SessionAuthenticator sessions) {
        return new AnswerStreamController(streams, reads, sessions);
    }

    @Bean
    MeController meController(
            SignIn signIn,
            PasskeySignIn passkeySignIn,
            Passkeys passkeys,
            UserSessions sessions,
            SignInHistory history) {
        return new MeController(signIn, passkeySignIn, passkeys, sessions, history);
    }

    @Bean
    UserController userController(Users users, SignInHistory history) {
        return new UserController(users, history);
    }

    @Bean
    RoleController roleController(Roles roles) {
        return new RoleController(roles);
    }

    @Bean
    DraftController draftController(Drafts drafts, ApprovedRequests requests) {
        return new DraftController(drafts, requests);
    }

    @Bean
    SenderController senderController(ComplianceStore compliance, ReferenceChecks references) {
        return new SenderController(compliance, references);
    }

    @Bean
    MessageController messageController(
            MessageSearch messages, OperatorStore operators, WaitReasons reasons, LinkStatusSource links, Reach reach) {
        return new MessageController(messages, operators, reasons, links, reach);
    }

    @Bean
    RevealController revealController(MessageSearch messages, Reveals reveals, Clock clock) {
        return new RevealController(messages, reveals, clock);
    }

    @Bean
    MessageListController messageListController(
            MessageList messages, Accounts accounts, OperatorStore operators, Reach reach) {
        return new MessageListController(messages, accounts, operators, reach);
    }

    @Bean
    SearchController searchController(
            AccountSearch search,
            UserSearch users,
            OperatorStore operators,
            MessageSearch messages,
            MessageList list,
            Accounts accounts,
            Reach reach) {
        SearchController.Registers registers = new SearchController.Registers(search, users, operators);
        return new SearchController(registers, messages, list, accounts, reach);
    }

    @Bean
    InboundController inboundController(InboundSearch messages, InboundNumbers numbers, ReferenceChecks references) {
        return new InboundController(messages, numbers, references);
    }

    @Bean
    InboundPriceController inboundPriceController(InboundPrices prices, ReferenceChecks references) {
        return new InboundPriceController(prices, references);
    }

    @Bean
    InboundCostController inboundCostController(InboundPrices prices, InboundCdrs records, ReferenceChecks references) {
        return new InboundCostController(prices, records, references);
    }

    @Bean
    InboundRouteController inboundRouteController(InboundRoutes routes, ReferenceChecks references, Clock clock) {
        return new InboundRouteController(routes, references, clock);
    }

    @Bean
    InboundKeywordController inboundKeywordController(
            InboundKeywords keywords, OptOuts optOuts, ReplyOutbox replies, ReferenceChecks references) {
        return new InboundKeywordController(keywords, optOuts, replies, references);
    }

    @Bean
    RefusalController refusalController(RefusalLog.Store refusals) {
        return new RefusalController(refusals);
    }

    @Bean
    AuditController auditController(AuditLog audit) {
        return new AuditController(audit);
    }

    @Bean
    BindController bindController(
            LinkStore links, OperatorStore operators, ShardSessions sessions, Processes processes) {
        return new BindController(links, operators, sessions, processes);
    }

    @Bean
    QueueController queueController(
            OperatorStore operators,
            WaitingQueues waiting,
            QueueMoves moves,
            SuspendedAccounts accounts,
            ShardSessions sessions,
            Processes processes,
            Clock clock) {
        QueueController.Owners owners = new QueueController.Owners(sessions, processes);
        return new QueueController(operators, waiting, moves, accounts, owners, clock);
    }

    @Bean
    AttemptController attemptController(MessageSearch messages, MessageAttempts attempts) {
        return new AttemptController(messages, attempts);
    }

    @Bean
    DeadLetterController deadLetterController(
            AbandonedReceipts receipts,
            DeadLetters inbox,
            GivenUpDeliveries deliveries,
            OperatorStore operators,
            Accounts accounts) {
        return new DeadLetterController(receipts, inbox, deliveries, operators, accounts);
    }

    @Bean
    ExportController exportController(ExportRequests exports) {
        return new ExportController(exports);
    }

    @Bean
    ProcessController processController(Processes processes) {
        return new ProcessController(processes);
    }

    @Bean
    FigureController figureController(
            FigureReports reports,
            Figures figures,
            Accounts accounts,
            OperatorStore operators,
            Reach reach,
            Clock clock) {
        FigureController.Registers registers = new FigureController.Registers(accounts, operators, reach);
        return new FigureController(reports, figures, registers, clock);
    }

    @Bean
    StatsController statsController(Rates rates, Processes processes) {
        return new StatsController(rates, processes);
    }
}
