package io.elchi.server.inbound;

import io.elchi.server.compliance.OptOuts;
import io.elchi.server.core.Clock;
import io.elchi.server.core.MessageIds;
import io.elchi.server.db.Database;
import io.elchi.server.db.DayPartitions;
import io.elchi.server.events.Subscriptions;
import io.elchi.server.observe.Metrics;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/// Stores on real tables for tests, each as in a process of its own.
public final class InboundStores {
    static final Duration RESEND_WINDOW = Duration.ofMinutes(5);
    static final Duration JOIN_TIMEOUT = Duration.ofHours(1);
    static final int REPLIES_OF_ACCOUNT = 20;

    private static final AtomicLong STORES = new AtomicLong(1_000);

    private InboundStores() {}

    /// Events are wanted by nobody.
    public static InboundStore on(Database database, Clock clock) {
        return on(database, clock, RESEND_WINDOW, (_, _) -> false);
    }

    static InboundStore on(Database database, Clock clock, Duration resendWindow, Subscriptions subscriptions) {
        return on(database, clock, resendWindow, subscriptions, new Metrics());
    }

    public static InboundStore on(
            Database database, Clock clock, Duration resendWindow, Subscriptions subscriptions, Metrics metrics) {
        return on(database, clock, properties(resendWindow, List.of()), subscriptions, metrics);
    }

    static InboundProperties properties(Duration resendWindow, List<Long> uniqueIdOperators) {
        return new InboundProperties(resendWindow, uniqueIdOperators, JOIN_TIMEOUT, 3, REPLIES_OF_ACCOUNT, 2);
    }

    static InboundStore on(
            Database database,
            Clock clock,
            InboundProperties properties,
            Subscriptions subscriptions,
            Metrics metrics) {
        partitions(database, clock).maintain();
        return new PgInboundStore(
                database.jdbc(),
                new MessageIds(clock, new SplittableRandom(STORES.incrementAndGet())),
                properties,
                new InboundEvents(subscriptions, metrics),
                new OptOuts(database.jdbc(), database.reads()),
                metrics);
    }

    static InboundUpkeep upkeep(Database database, Clock clock) {
        return new InboundUpkeep(database, clock, partitions(database, clock), new Metrics());
    }

    private static DayPartitions partitions(Database database, Clock clock) {
        return new DayPartitions(
                database, clock, "inbound", List.of("messages", "parts", "replies"), DayPartitions.Key.MESSAGE_ID, 90);
    }
}
