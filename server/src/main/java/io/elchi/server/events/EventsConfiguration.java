package io.elchi.server.events;

import io.elchi.server.core.Clock;
import io.elchi.server.db.Database;
import io.elchi.server.db.DayPartitions;
import io.elchi.server.observe.Metrics;
import java.time.Duration;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/// Wires the module.
@Configuration(proxyBeanMethods = false)
public class EventsConfiguration {
    @Bean
    EventLog eventLog(Database database, Clock clock) {
        return new PgEventLog(database, clock);
    }

    @Bean
    PullSubscriptions pullSubscriptions(Database database, Clock clock, EventsProperties properties) {
        PullSubscriptions pulls = new PullSubscriptions(database, clock, Duration.ofDays(properties.pullDays()));
        database.notifications().follow("events", pulls);
        return pulls;
    }

    @Bean
    EventPulls eventPulls(
            EventLog log, Database database, PullSubscriptions subscriptions, EventsProperties properties) {
        return new EventPulls(log, database, subscriptions, properties.pullsPerAccount());
    }

    /// The server closes it in its turn.
    @Bean(destroyMethod = "")
    EventStreams eventStreams(
            EventLog log,
            EventReader reader,
            PullSubscriptions subscriptions,
            EventsProperties properties,
            Clock clock,
            Metrics metrics) {
        return new EventStreams(
                log,
                reader,
                subscriptions,
                new EventStreams.Limits(properties.streams(), properties.streamsPerAccount(), properties.streamTime()),
                clock,
                metrics);
    }

    /// Asks each kind of subscribers.
    @Bean
    @Primary
    Subscriptions subscriptions(List<SubscriptionSource> all) {
        SubscriptionSource[] sources = all.toArray(SubscriptionSource[]::new);
        return (accountId, type) -> {
            for (SubscriptionSource source : sources) {
                if (source.wants(accountId, type)) {
                    return true;
                }
            }
            return false;
        };
    }

    @Bean
    AccountEvents accountEvents(EventLog log, Subscriptions subscriptions, Clock clock, Metrics metrics) {
        return new AccountEvents(log, subscriptions, clock, metrics);
    }

    @Bean
    EventRetention eventRetention(
            Database database, Clock clock, EventsProperties properties, PullSubscriptions pulls) {
        DayPartitions partitions = new DayPartitions(
                database, clock, "events", List.of("log"), DayPartitions.Key.TIME, properties.retentionDays());
        partitions.maintain();
        return () -> {
            partitions.maintain();
            pulls.expire();
        };
    }

    /// The server starts and stops it in its turn.
    @Bean(destroyMethod = "")
    EventReader eventReader(EventLog log, EventsProperties properties, Metrics metrics) {
        return new EventReader(log, properties, metrics);
    }
}
