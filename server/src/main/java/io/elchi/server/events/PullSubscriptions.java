package io.elchi.server.events;

import io.elchi.server.core.Clock;
import io.elchi.server.core.LongMap;
import io.elchi.server.db.ChangedRows;
import io.elchi.server.db.Database;
import io.elchi.server.db.Follower;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Which accounts pull events, and of which types. The first request for a type subscribes to it; without a
/// further one the subscription ends after some days.
final class PullSubscriptions implements SubscriptionSource, Follower {
    private static final String TABLE = "events.pulls";
    private static final String ALL = "SELECT account_id, type FROM events.pulls";
    private static final String SOME = ALL + " WHERE account_id = ANY (?::bigint[])";
    /// A request after so long is stored.
    private static final Duration TOUCH_INTERVAL = Duration.ofHours(1);

    private final Database database;
    private final Clock clock;
    private final Duration kept;
    private final Map<Key, Instant> touched = new ConcurrentHashMap<>();
    private volatile LongMap<Set<EventType>> wanted = LongMap.empty();

    private record Key(long accountId, EventType type) {}

    /// @param kept without a request
    PullSubscriptions(Database database, Clock clock, Duration kept) {
        this.database = database;
        this.clock = clock;
        this.kept = kept;
    }

    @Override
    public boolean wants(long accountId, EventType type) {
        Set<EventType> types = wanted.get(accountId);
        return types != null && types.contains(type);
    }

    /// The account asks for these types.
    void touch(long accountId, Set<EventType> types) {
        Instant now = clock.now();
        for (EventType type : types) {
            Key key = new Key(accountId, type);
            Instant last = touched.get(key);
            if (last == null || last.plus(TOUCH_INTERVAL).isBefore(now)) {
                database.jdbc()
                        .sql("INSERT INTO events.pulls (account_id, type, pulled_at) VALUES (?, ?, ?)"
                                + " ON CONFLICT (account_id, type) DO UPDATE SET pulled_at = excluded.pulled_at")
                        .params(accountId, type.text(), now.atOffset(ZoneOffset.UTC))
                        .update();
                touched.put(key, now);
            }
        }
    }

    /// Ends what nobody asked for in time; to be called every hour or so.
    void expire() {
        Instant before = clock.now().minus(kept);
        database.jdbc()
                .sql("DELETE FROM events.pulls WHERE pulled_at < ?")
                .param(before.atOffset(ZoneOffset.UTC))
                .update();
        touched.values().removeIf(last -> last.isBefore(before));
    }

    @Override
    public List<String> tables() {
        return List.of(TABLE);
    }

    @Override
    public void load(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ALL)) {
            wanted = LongMap.of(read(select));
        }
    }

    @Override
    public void load(Connection connection, ChangedRows changes) throws SQLException {
        Set<String> accounts = changes.keys(TABLE);
        Set<Long> removed = new HashSet<>();
        accounts.forEach(account -> removed.add(Long.parseLong(account)));
        try (PreparedStatement select = connection.prepareStatement(SOME)) {
            select.setArray(1, connection.createArrayOf("text", accounts.toArray()));
            Map<Long, Set<EventType>> changed = read(select);
            removed.removeAll(changed.keySet());
            wanted = wanted.with(changed, removed);
        }
    }

    private static Map<Long, Set<EventType>> read(PreparedStatement select) throws SQLException {
        Map<Long, Set<EventType>> wanted = new HashMap<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                long account = rows.getLong(1);
                // A type of a later version is none that this process writes.
                EventType.of(rows.getString(2))
                        .ifPresent(type -> wanted.computeIfAbsent(account, _ -> EnumSet.noneOf(EventType.class))
                                .add(type));
            }
        }
        return wanted;
    }
}
