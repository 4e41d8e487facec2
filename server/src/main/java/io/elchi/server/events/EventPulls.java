package io.elchi.server.events;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.db.Database;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Reads events for accounts that ask for them. A client keeps its own cursor, which is the id of an event or the
/// `next` of an answer.
public final class EventPulls {
    /// Between two looks of all that wait.
    private static final long LOOK_MILLIS = 50;
    private static final long MAX_LOOK_MILLIS = 500;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final EventLog log;
    private final Database database;
    private final PullSubscriptions subscriptions;
    private final int maxWaiting;
    private final ConcurrentHashMap<Long, Integer> waiting = new ConcurrentHashMap<>();
    private long horizon;
    private long lookedAt = System.nanoTime() - Duration.ofMillis(LOOK_MILLIS).toNanos();

    /// @param maxWaiting requests of one account
    EventPulls(EventLog log, Database database, PullSubscriptions subscriptions, int maxWaiting) {
        this.log = log;
        this.database = database;
        this.subscriptions = subscriptions;
        this.maxWaiting = maxWaiting;
    }

    /// A request.
    ///
    /// @param after null: from the oldest event that is kept
    /// @param types empty: the final states
    /// @param waits how long an empty answer is put off
    public record Pull(long accountId, String after, Set<EventType> types, int limit, Duration waits) {}

    /// An event as its client sees it.
    ///
    /// @param json with its id
    public record Pulled(String id, byte[] json) {}

    /// Events in the order of writing.
    ///
    /// @param next the cursor of the next request
    public record Pulls(List<Pulled> items, String next) {}

    /// Answers a request, and subscribes its account to the types.
    ///
    /// @throws io.elchi.server.core.RefusedException when the cursor is none, or too many requests wait
    public Pulls pull(Pull pull) throws InterruptedException {
        long after = position(log, pull.after).orElse(0);
        Set<EventType> types = pull.types.isEmpty() ? EventType.finals() : EnumSet.copyOf(pull.types);
        subscriptions.touch(pull.accountId, types);
        enter(pull.accountId);
        try {
            return pull(pull, types, after);
        } finally {
            leave(pull.accountId);
        }
    }

    /// The position that a client's cursor names; empty when it has none.
    ///
    /// @throws io.elchi.server.core.RefusedException when it is no cursor
    static OptionalLong position(EventLog log, String cursor) {
        if (cursor == null) {
            return OptionalLong.empty();
        }
        OptionalLong position = log.id(cursor);
        if (position.isEmpty()) {
            throw Refusal.ofField(
                            Failure.INVALID_FIELD, "after", "must be the id of an event, or the next of an answer")
                    .exception();
        }
        return position;
    }

    static Pulled pulled(EventLog log, LoggedEvent event) {
        String id = log.publicId(event.id());
        return new Pulled(id, event.json(id));
    }

    private Pulls pull(Pull pull, Set<EventType> types, long after) throws InterruptedException {
        long end = System.nanoTime() + pull.waits.toNanos();
        long position = after;
        long delay = LOOK_MILLIS;
        while (true) {
            long upTo = horizon();
            if (upTo > position) {
                EventPage page = read(pull, types, position, upTo);
                if (!page.events().isEmpty()) {
                    return answer(page.events(), page.upTo(upTo));
                }
                position = upTo;
                // Each waiting request asks the database by itself: the longer it waits, the less often.
                delay = Math.min(2 * delay, MAX_LOOK_MILLIS);
            }
            if (System.nanoTime() - end >= 0) {
                return answer(List.of(), position);
            }
            Thread.sleep(delay);
        }
    }

    private void enter(long account) {
        if (waiting.merge(account, 1, Integer::sum) > maxWaiting) {
            leave(account);
            throw new Refusal(
                            Failure.RATE_LIMITED,
                            maxWaiting + " requests for events are in progress",
                            null,
                            RETRY_AFTER)
                    .exception();
        }
    }

    private void leave(long account) {
        waiting.computeIfPresent(account, (_, count) -> count == 1 ? null : count - 1);
    }

    private Pulls answer(List<LoggedEvent> events, long position) {
        List<Pulled> items = events.stream().map(event -> pulled(log, event)).toList();
        return new Pulls(items, log.publicId(position));
    }

    /// However many wait, the log is looked at by one query.
    private synchronized long horizon() {
        if (System.nanoTime() - lookedAt >= Duration.ofMillis(LOOK_MILLIS).toNanos()) {
            horizon = log.horizon();
            lookedAt = System.nanoTime();
        }
        return horizon;
    }

    private EventPage read(Pull pull, Set<EventType> types, long after, long upTo) {
        return PgEventLog.page(
                database.reads(),
                "account_id = ? AND id > ? AND id <= ? AND type = ANY (?::text[])",
                pull.limit,
                pull.accountId,
                after,
                upTo,
                types.stream().map(EventType::text).toArray(String[]::new));
    }
}
