package io.elchi.server.reconcile;

import io.elchi.server.billing.Charges;
import io.elchi.server.billing.Ledger;
import io.elchi.server.core.Clock;
import io.elchi.server.db.Database;
import io.elchi.server.inbound.InboundCdrs;
import io.elchi.server.messages.MessageStore;
import io.elchi.server.observe.Metrics;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the module.
@Configuration(proxyBeanMethods = false)
public class ReconcileConfiguration {
    @Bean
    Reconciler reconciler(
            Database database,
            Ledger ledger,
            Charges charges,
            MessageStore messages,
            InboundCdrs inbound,
            Clock clock,
            Metrics metrics) {
        return new Reconciler(
                database.longTransactions("reconcile"), ledger, charges, messages, inbound, clock, metrics);
    }
}
