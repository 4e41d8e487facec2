package io.elchi.server.entrances;

import io.elchi.server.accounts.Accounts;
import io.elchi.server.accounts.SmppDirectory;
import io.elchi.server.billing.Ledger;
import io.elchi.server.core.Clock;
import io.elchi.server.db.Database;
import io.elchi.server.events.EventLog;
import io.elchi.server.http.EntrancePort;
import io.elchi.server.intake.Intake;
import io.elchi.server.intake.Previews;
import io.elchi.server.limits.RateLimits;
import io.elchi.server.limits.RequestLimits;
import io.elchi.server.messages.RefusalLog;
import io.elchi.server.observe.Metrics;
import java.util.List;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the port for clients of Jasmin and Kannel.
@Configuration(proxyBeanMethods = false)
public class EntrancesConfiguration {
    @Bean
    LoginCheck loginCheck(
            EntrancesProperties properties,
            SmppDirectory logins,
            Accounts accounts,
            RefusalLog refusals,
            Metrics metrics) {
        FailedPasswords failed = new FailedPasswords(properties.maxFailedPasswords(), System::nanoTime);
        return new LoginCheck(logins, accounts, failed, refusals, metrics);
    }

    @Bean
    Submits submits(Intake intake, RateLimits limits, RefusalLog refusals) {
        return new Submits(intake, limits, refusals);
    }

    @Bean
    CallbackStore callbackStore(Database database, EventLog log, Clock clock) {
        CallbackEvents.begin(log);
        return new CallbackStore(database, clock);
    }

    @Bean
    CallbackRequests callbackRequests(CallbackStore store) {
        return new CallbackRequests(store);
    }

    @Bean
    JasminApi.Questions jasminQuestions(Previews previews, Ledger ledger, RequestLimits limits) {
        return new JasminApi.Questions(previews, ledger, limits);
    }

    @Bean
    JasminApi jasminApi(
            LoginCheck logins,
            Submits submits,
            JasminApi.Questions questions,
            CallbackRequests callbacks,
            Clock clock) {
        return new JasminApi(logins, submits, questions, callbacks, clock);
    }

    @Bean
    RestApi restApi(JasminApi jasmin, Submits submits, CallbackRequests callbacks, CallbackStore store, Clock clock) {
        return new RestApi(jasmin, new RestBatches(submits, callbacks, store, clock, UUID::randomUUID));
    }

    @Bean
    KannelApi kannelApi(LoginCheck logins, Submits submits, CallbackRequests callbacks, Clock clock) {
        return new KannelApi(logins, submits, callbacks, clock);
    }

    @Bean
    EntrancePort entrancePort(EntrancesProperties properties, List<EntranceProtocol> protocols) {
        return new EntrancePort(
                properties.enabled(), properties.address(), properties.port(), new Entrances(protocols));
    }
}
