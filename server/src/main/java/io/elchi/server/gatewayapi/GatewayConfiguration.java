package io.elchi.server.gatewayapi;

import io.elchi.server.accounts.Accounts;
import io.elchi.server.accounts.SmppLogins;
import io.elchi.server.billing.Ledger;
import io.elchi.server.core.Clock;
import io.elchi.server.events.EventPulls;
import io.elchi.server.events.EventStreams;
import io.elchi.server.exports.ExportRequests;
import io.elchi.server.http.HttpProperties;
import io.elchi.server.inbound.InboundSearch;
import io.elchi.server.intake.AccountPrices;
import io.elchi.server.intake.Intake;
import io.elchi.server.intake.IntakeProperties;
import io.elchi.server.intake.Previews;
import io.elchi.server.intake.ScheduledMessages;
import io.elchi.server.intake.WarmUpIntake;
import io.elchi.server.limits.Idempotency;
import io.elchi.server.limits.RateLimits;
import io.elchi.server.limits.RequestLimits;
import io.elchi.server.messages.Feedbacks;
import io.elchi.server.messages.FigureReports;
import io.elchi.server.messages.MessageList;
import io.elchi.server.messages.MessageStore;
import io.elchi.server.messages.RefusalLog;
import io.elchi.server.messages.Reveals;
import io.elchi.server.messages.WaitReasons;
import io.elchi.server.smppserver.Binds;
import io.elchi.server.templates.TemplateStore;
import io.elchi.server.webhooks.MessageAttempts;
import io.elchi.server.webhooks.Replays;
import io.elchi.server.webhooks.StatusUrls;
import io.elchi.server.webhooks.TestEventSender;
import io.elchi.server.webhooks.Webhooks;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the module.
@Configuration(proxyBeanMethods = false)
public class GatewayConfiguration {
    @Bean
    OwnExportController ownExportController(ExportRequests exports) {
        return new OwnExportController(exports);
    }

    @Bean
    SendEndpoint.Modules sendModules(
            Accounts accounts,
            Intake intake,
            Previews previews,
            Idempotency idempotency,
            RateLimits limits,
            RequestLimits requests,
            RefusalLog refusals) {
        return new SendEndpoint.Modules(accounts, intake, previews, idempotency, limits, requests, refusals);
    }

    @Bean
    SendReferences.Sources sendReferences(TemplateStore templates, StatusUrls statusUrls) {
        return new SendReferences.Sources(templates, statusUrls);
    }

    @Bean
    SendEndpoint sendOne(SendEndpoint.Modules modules, SendReferences.Sources references) {
        return new SendEndpoint(new SingleCodec(), modules, references);
    }

    @Bean
    SendEndpoint sendBatch(SendEndpoint.Modules modules, SendReferences.Sources references) {
        return new SendEndpoint(new BatchCodec(), modules, references);
    }

    @Bean
    TemplateController templateController(TemplateStore templates) {
        return new TemplateController(templates);
    }

    @Bean
    WarmUp warmUp(
            WarmUpIntake.Opening opening,
            Previews previews,
            Idempotency idempotency,
            RateLimits limits,
            RequestLimits requests,
            Clock clock,
            WarmUp.Settings settings) {
        return new WarmUp(opening, previews, idempotency, limits, requests, clock, settings);
    }

    @Bean
    WarmUp.Settings warmUpSettings(IntakeProperties intake, HttpProperties http) {
        return new WarmUp.Settings(intake.warmUp(), http.managementAddress());
    }

    @Bean
    WebhookController webhookController(Webhooks webhooks, TestEventSender tests, Clock clock) {
        return new WebhookController(webhooks, tests, clock);
    }

    @Bean
    MessageAttemptController messageAttemptController(MessageStore messages, MessageAttempts attempts) {
        return new MessageAttemptController(messages, attempts);
    }

    @Bean
    WebhookReplayController webhookReplayController(Replays replays, Clock clock) {
        return new WebhookReplayController(replays, clock);
    }

    @Bean
    EventController eventController(EventPulls pulls) {
        return new EventController(pulls);
    }

    @Bean
    EventStreamController eventStreamController(EventStreams streams, Accounts accounts, HttpProperties http) {
        return new EventStreamController(streams, accounts, http);
    }

    @Bean
    BindReadController bindReadController(SmppLogins logins, Binds binds) {
        return new BindReadController(logins, binds);
    }

    @Bean
    InboundReadController inboundReadController(InboundSearch messages) {
        return new InboundReadController(messages);
    }

    @Bean
    OwnRevealController ownRevealController(Reveals reveals) {
        return new OwnRevealController(reveals);
    }

    @Bean
    ReadController readController(MessageStore messages, MessageList list, Ledger ledger, WaitReasons reasons) {
        return new ReadController(messages, list, ledger, reasons);
    }

    @Bean
    RecordController recordController(Ledger ledger, RefusalLog.Store refusals) {
        return new RecordController(ledger, refusals);
    }

    @Bean
    PriceController priceController(AccountPrices prices) {
        return new PriceController(prices);
    }

    @Bean
    OwnFigureController ownFigureController(FigureReports reports) {
        return new OwnFigureController(reports);
    }

    @Bean
    ExplainController explainController(MessageStore messages) {
        return new ExplainController(messages);
    }

    @Bean
    FeedbackController feedbackController(Feedbacks feedbacks) {
        return new FeedbackController(feedbacks);
    }

    @Bean
    ScheduleController scheduleController(ScheduledMessages scheduled, MessageStore messages, WaitReasons reasons) {
        return new ScheduleController(scheduled, messages, reasons);
    }
}
