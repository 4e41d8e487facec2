package io.elchi.server.events;

import io.elchi.server.core.Clock;
import io.elchi.server.db.Tx;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// Writes the events that are about an account and about no message, for those that somebody subscribes to.
public final class AccountEvents {
    private final EventLog log;
    private final Subscriptions subscriptions;
    private final Clock clock;
    private final Metrics.Count written;

    public AccountEvents(EventLog log, Subscriptions subscriptions, Clock clock, Metrics metrics) {
        this.log = log;
        this.subscriptions = subscriptions;
        this.clock = clock;
        written = metrics.count(Metric.EVENTS_WRITTEN);
    }

    /// Writes an event in the transaction of the change that it tells.
    ///
    /// @param data by name, in the order of the map; values that are null are left out
    public void append(Tx tx, long accountId, EventType type, Map<String, ?> data) throws SQLException {
        if (!subscriptions.wants(accountId, type)) {
            return;
        }
        Map<String, Object> known = new LinkedHashMap<>();
        data.forEach((name, value) -> {
            if (value != null) {
                known.put(name, value);
            }
        });
        String json = JsonMapper.shared().writeValueAsString(known);
        log.append(tx, List.of(new NewEvent(accountId, type, null, clock.now(), json)));
        written.one();
    }
}
