package io.elchi.server.events;

import io.elchi.server.core.Clock;
import io.elchi.server.db.Database;
import io.elchi.server.db.DayPartitions;
import io.elchi.server.observe.Metrics;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the module.
@Configuration(proxyBeanMethods = false)
public class EventsConfiguration {
    @Bean
    EventLog eventLog(Database database, Clock clock) {
        return new PgEventLog(database, clock);
    }

    @Bean
    AccountEvents accountEvents(EventLog log, Subscriptions subscriptions, Clock clock, Metrics metrics) {
        return new AccountEvents(log, subscriptions, clock, metrics);
    }

    @Bean
    EventRetention eventRetention(Database database, Clock clock, EventsProperties properties) {
        DayPartitions partitions = new DayPartitions(
                database, clock, "events", List.of("log"), DayPartitions.Key.TIME, properties.retentionDays());
        partitions.maintain();
        return partitions::maintain;
    }

    /// The server starts and stops it in its turn.
    @Bean(destroyMethod = "")
    EventReader eventReader(EventLog log, EventsProperties properties, Metrics metrics) {
        return new EventReader(log, properties, metrics);
    }
}
