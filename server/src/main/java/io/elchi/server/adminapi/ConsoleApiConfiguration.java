package io.elchi.server.adminapi;

import io.elchi.server.accounts.ApiKeys;
import io.elchi.server.accounts.Scope;
import io.elchi.server.cluster.Processes;
import io.elchi.server.compliance.ComplianceStore;
import io.elchi.server.core.Clock;
import io.elchi.server.http.Protected;
import io.elchi.server.inbound.InboundNumbers;
import io.elchi.server.inbound.InboundSearch;
import io.elchi.server.messages.MessageSearch;
import io.elchi.server.messages.RefusalLog;
import io.elchi.server.messages.WaitReasons;
import io.elchi.server.observe.Rates;
import io.elchi.server.routing.LinkStatusSource;
import io.elchi.server.routing.OperatorStore;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the controllers of the role console, beside those of billing and routing.
@Configuration(proxyBeanMethods = false)
public class ConsoleApiConfiguration {
    @Bean
    Protected consolePaths() {
        return new Protected(
                Scope.ADMIN.text(),
                List.of(
                        "/admin/api-keys",
                        "/admin/api-keys/**",
                        "/admin/senders",
                        "/admin/senders/*",
                        "/admin/blocklist",
                        "/admin/blocklist/*",
                        "/admin/messages/*",
                        "/admin/inbound",
                        "/admin/inbound/*",
                        "/admin/inbound-numbers",
                        "/admin/inbound-numbers/*",
                        "/admin/refusals",
                        "/admin/processes",
                        "/admin/stats/*"));
    }

    @Bean
    KeyController keyController(ApiKeys keys, Clock clock) {
        return new KeyController(keys, clock);
    }

    @Bean
    SenderController senderController(ComplianceStore compliance, ReferenceChecks references) {
        return new SenderController(compliance, references);
    }

    @Bean
    MessageController messageController(
            MessageSearch messages, OperatorStore operators, WaitReasons reasons, LinkStatusSource links) {
        return new MessageController(messages, operators, reasons, links);
    }

    @Bean
    InboundController inboundController(InboundSearch messages, InboundNumbers numbers, ReferenceChecks references) {
        return new InboundController(messages, numbers, references);
    }

    @Bean
    RefusalController refusalController(RefusalLog.Store refusals) {
        return new RefusalController(refusals);
    }

    @Bean
    ProcessController processController(Processes processes) {
        return new ProcessController(processes);
    }

    @Bean
    StatsController statsController(Rates rates) {
        return new StatsController(rates);
    }
}
