package io.elchi.server.messages;

import io.elchi.server.core.Clock;
import io.elchi.server.db.Database;
import io.elchi.server.messages.store.Partitions;
import io.elchi.server.messages.store.PgMessageStore;
import io.elchi.server.queue.OutboundQueues;
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
    Retention retention(Database database, Clock clock, MessagesProperties properties) {
        Partitions partitions = new Partitions(database.jdbc(), clock, properties.retentionDays());
        partitions.maintain();
        return partitions::maintain;
    }

    @Bean
    Outbound outbound(OutboundQueues<Dispatch> queues, Clock clock) {
        return new Outbound(queues, clock);
    }
}
