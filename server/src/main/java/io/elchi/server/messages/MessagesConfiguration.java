package io.elchi.server.messages;

import io.elchi.server.core.Clock;
import io.elchi.server.db.Database;
import io.elchi.server.db.DayPartitions;
import io.elchi.server.messages.store.PgMessageSearch;
import io.elchi.server.messages.store.PgMessageStore;
import io.elchi.server.queue.OutboundQueues;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the room.
@Configuration(proxyBeanMethods = false)
public class MessagesConfiguration {
    @Bean
    MessageStore messageStore(Database database) {
        return new PgMessageStore(database.jdbc());
    }

    @Bean
    MessageSearch messageSearch(Database database) {
        return new PgMessageSearch(database.jdbc());
    }

    @Bean
    Retention retention(Database database, Clock clock, MessagesProperties properties) {
        DayPartitions partitions = new DayPartitions(
                database,
                clock,
                "messages",
                List.of("messages", "events", "cdr_sms"),
                DayPartitions.Key.MESSAGE_ID,
                properties.retentionDays());
        partitions.maintain();
        return partitions::maintain;
    }

    @Bean
    Outbound outbound(OutboundQueues<Dispatch> queues, Clock clock) {
        return new Outbound(queues);
    }
}
