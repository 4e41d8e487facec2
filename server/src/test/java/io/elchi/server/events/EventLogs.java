package io.elchi.server.events;

import io.elchi.server.core.Clock;
import io.elchi.server.db.Database;
import io.elchi.server.db.DayPartitions;
import io.elchi.server.observe.Metrics;
import java.util.List;

/// Logs and readers for tests of other modules.
public final class EventLogs {
    private EventLogs() {}

    public static EventLog in(Database database, Clock clock) {
        return new PgEventLog(database, clock);
    }

    /// Partitions for the days around the clock's.
    public static void days(Database database, Clock clock) {
        new DayPartitions(database, clock, "events", List.of("log"), DayPartitions.Key.TIME, 30).maintain();
    }

    /// @param feedEvents events in memory of one subscriber
    public static EventReader reader(EventLog log, int feedEvents) {
        return new EventReader(
                log,
                new EventsProperties(7, feedEvents, 1_048_576, 7, 4, 10, 10, java.time.Duration.ofHours(1)),
                new Metrics());
    }
}
