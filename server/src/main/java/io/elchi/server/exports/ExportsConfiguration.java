package io.elchi.server.exports;

import io.elchi.server.accounts.Accounts;
import io.elchi.server.billing.Ledger;
import io.elchi.server.core.Clock;
import io.elchi.server.db.Database;
import io.elchi.server.inbound.InboundCdrs;
import io.elchi.server.messages.MessageList;
import io.elchi.server.messages.MessageSearch;
import io.elchi.server.messages.RefusalLog;
import io.elchi.server.routing.OperatorStore;
import io.elchi.server.routing.OperatorStoreConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// Wires the module.
@Configuration(proxyBeanMethods = false)
@Import(OperatorStoreConfiguration.class)
public class ExportsConfiguration {
    @Bean
    ExportStore exportStore(Database database, ExportsProperties properties) {
        return new ExportStore(database, properties);
    }

    @Bean
    ExportSources exportSources(
            MessageList messages,
            MessageSearch records,
            InboundCdrs inbound,
            RefusalLog.Store refusals,
            Ledger ledger,
            Accounts accounts,
            OperatorStore operators) {
        return new ExportSources(
                messages, records, inbound, refusals, ledger, new ExportSources.Names(accounts, operators));
    }

    @Bean
    Exports exports(ExportStore store, ExportSources sources, ExportsProperties properties) {
        return new Exports(store, sources, properties);
    }

    @Bean
    ExportDownload exportDownload(Exports exports, Clock clock) {
        return new ExportDownload(exports, clock);
    }

    @Bean
    ExportRequests exportRequests(Exports exports, ExportDownload download) {
        return new ExportRequests(exports, download);
    }

    @Bean
    ExportRunner exportRunner(ExportStore store, ExportSources sources, ExportsProperties properties, Clock clock) {
        return new ExportRunner(store, sources, properties, clock);
    }
}
