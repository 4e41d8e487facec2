package io.elchi.server.inbound;

import io.elchi.server.accounts.Accounts;
import io.elchi.server.billing.Batches;
import io.elchi.server.compliance.OptOuts;
import io.elchi.server.core.Clock;
import io.elchi.server.core.MessageIds;
import io.elchi.server.db.Database;
import io.elchi.server.db.DayPartitions;
import io.elchi.server.events.Subscriptions;
import io.elchi.server.messages.MessagesProperties;
import io.elchi.server.observe.Metrics;
import io.elchi.server.rules.InboundRules;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires what stores messages from handsets: in processes that settle what operators send.
@Configuration(proxyBeanMethods = false)
public class ArrivalConfiguration {
    @Bean
    InboundStore inboundStore(
            Database database,
            MessageIds ids,
            InboundProperties properties,
            Subscriptions subscriptions,
            OptOuts optOuts,
            PgInboundStore.InboundStages stages,
            Metrics metrics) {
        return new PgInboundStore(
                database.jdbc(), ids, properties, new InboundEvents(subscriptions, metrics), optOuts, stages, metrics);
    }

    @Bean
    PgInboundStore.InboundStages inboundStages(InboundRules rules, Accounts accounts, InboundCharging charging) {
        return new PgInboundStore.InboundStages(new HandsetRules(rules, accounts), charging);
    }

    @Bean
    InboundCharging inboundCharging(Accounts accounts, InboundPrices prices, Batches batches) {
        return new InboundCharging(accounts, prices, batches::next);
    }

    @Bean
    InboundUpkeep inboundUpkeep(
            Database database, Clock clock, MessagesProperties messages, InboundCharging charging, Metrics metrics) {
        DayPartitions partitions = new DayPartitions(
                database,
                clock,
                "inbound",
                List.of("messages", "parts", "replies"),
                DayPartitions.Key.MESSAGE_ID,
                messages.receivedDays());
        DayPartitions records = new DayPartitions(
                database, clock, "inbound", List.of("cdr_mo"), DayPartitions.Key.MESSAGE_ID, messages.retentionDays());
        // Without them nothing can be stored.
        partitions.maintain();
        records.maintain();
        // Messages that began before this table was there end in it.
        records.makeSince(messages.receivedDays());
        return new InboundUpkeep(database, clock, List.of(partitions, records), charging, metrics);
    }
}
