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

/// Wires the module.
@Configuration(proxyBeanMethods = false)
public class InboundConfiguration {
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
    InboundPrices inboundPrices(Database database) {
        InboundPrices prices = new InboundPrices(database.jdbc(), database.reads());
        prices.follow(database.notifications());
        return prices;
    }

    @Bean
    InboundCdrs inboundCdrs(Database database) {
        return new InboundCdrs(database.reads());
    }

    @Bean
    InboundNumbers inboundNumbers(Database database) {
        return new InboundNumbers(database.jdbc());
    }

    @Bean
    InboundRoutes inboundRoutes(Database database) {
        return new InboundRoutes(database.jdbc(), database.reads(), database.transactions());
    }

    @Bean
    InboundKeywords inboundKeywords(Database database) {
        return new InboundKeywords(database.jdbc(), database.reads());
    }

    @Bean
    ReplyOutbox replyOutbox(Database database) {
        return new ReplyOutbox(database.jdbc(), database.reads());
    }

    @Bean
    InboundSearch inboundSearch(Database database) {
        return new InboundSearch(database.reads());
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
        return new InboundUpkeep(database, clock, List.of(partitions, records), charging, metrics);
    }
}
