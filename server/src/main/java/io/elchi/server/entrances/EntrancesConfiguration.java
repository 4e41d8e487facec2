package io.elchi.server.entrances;

import io.elchi.server.accounts.Accounts;
import io.elchi.server.accounts.SmppDirectory;
import io.elchi.server.billing.Ledger;
import io.elchi.server.core.Clock;
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
    JasminApi jasminApi(
            LoginCheck logins, Submits submits, Previews previews, Ledger ledger, RequestLimits limits, Clock clock) {
        return new JasminApi(logins, submits, new JasminApi.Questions(previews, ledger, limits), clock);
    }

    @Bean
    RestApi restApi(JasminApi jasmin, Submits submits, Clock clock) {
        return new RestApi(jasmin, new RestBatches(submits, clock, UUID::randomUUID));
    }

    @Bean
    KannelApi kannelApi(LoginCheck logins, Submits submits, Clock clock) {
        return new KannelApi(logins, submits, clock);
    }

    @Bean
    EntrancePort entrancePort(EntrancesProperties properties, List<EntranceProtocol> protocols) {
        return new EntrancePort(
                properties.enabled(), properties.address(), properties.port(), new Entrances(protocols));
    }
}
