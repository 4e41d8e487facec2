package io.elchi.server.connectors;

import io.elchi.server.cluster.ShardId;
import io.elchi.server.cluster.Shards;
import io.elchi.server.core.Clock;
import io.elchi.server.db.Transactions;
import io.elchi.server.db.Tx;
import io.elchi.server.events.AccountEvents;
import io.elchi.server.events.EventType;
import io.elchi.server.events.PlatformAccount;
import io.elchi.server.routing.LinkStatus;
import io.elchi.server.routing.PublishedStates;
import io.elchi.server.routing.PublishedStates.Publication;
import io.elchi.server.routing.PublishedStates.Result;
import io.elchi.server.routing.PublishedStates.Subject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes an event for the platform's account when a link or an operator of this process's shards goes down, and
/// when it is up again. One thread uses it.
///
/// A state counts when it lasted for the delay: a link that changes faster gives no event, and
/// `elchi_link_downs_total` shows it. One that changes all the time, but slower, gives one event in an interval. A
/// link that an administrator stops is not looked at, nor one to which an operator without a session connects by
/// outbind: nobody knows whether it shall be up.
final class LinkWatch {
    private static final Logger LOG = LoggerFactory.getLogger(LinkWatch.class);

    private final Shards shards;
    private final Transactions transactions;
    private final PublishedStates published;
    private final AccountEvents events;
    private final PlatformAccount platform;
    private final Clock clock;
    private final Times times;
    private final Map<Key, Observed> observed = new HashMap<>();

    /// @param delay for which a state must last
    /// @param interval between two events about the same
    record Times(Duration delay, Duration interval) {}

    /// Where events are written.
    record Log(Transactions transactions, PublishedStates published, AccountEvents events, PlatformAccount platform) {}

    private record Key(Subject kind, long id) {}

    /// @param link one of the operator's, for an operator
    private record Now(boolean up, LinkStatus link) {}

    /// @param due when it is to be published; null: it needs no event
    private record Observed(boolean up, Instant due) {}

    LinkWatch(Shards shards, Log log, Clock clock, Times times) {
        this.shards = shards;
        transactions = log.transactions;
        published = log.published;
        events = log.events;
        platform = log.platform;
        this.clock = clock;
        this.times = times;
    }

    /// Looks at the links; to be called every second or so, and when a session was bound or ended.
    void look(List<LinkStatus> links) {
        Map<Key, Now> now = new LinkedHashMap<>();
        Shards.Owned owned = shards.owned();
        for (LinkStatus link : links) {
            boolean isExpected = link.wanted() > 0 || link.bound() > 0;
            if (isExpected && owned.has(ShardId.of(link.operatorId()))) {
                boolean up = link.bound() > 0;
                now.put(new Key(Subject.LINK, link.linkId()), new Now(up, link));
                now.merge(
                        new Key(Subject.OPERATOR, link.operatorId()),
                        new Now(up, link),
                        (one, other) -> one.up ? one : other);
            }
        }
        // Of a shard that another process has now, the next look here begins anew.
        observed.keySet().retainAll(now.keySet());
        now.forEach(this::look);
    }

    private void look(Key key, Now now) {
        Instant time = clock.now();
        Observed before = observed.get(key);
        if (before == null || before.up != now.up) {
            before = new Observed(now.up, time.plus(times.delay));
            observed.put(key, before);
        }
        if (before.due == null || before.due.isAfter(time)) {
            return;
        }
        OptionalLong account = platform.id();
        if (account.isEmpty()) {
            return;
        }
        try {
            Publication end = transactions.run(tx -> publish(tx, account.getAsLong(), key, now, time));
            observed.put(key, new Observed(now.up, end.result() == Result.TOO_SOON ? end.again() : null));
        } catch (RuntimeException e) {
            // The next look tries again; or the shard is another process's now.
            LOG.warn("the state of {} {} cannot be published: {}", key.kind, key.id, e.getMessage());
        }
    }

    private Publication publish(Tx tx, long account, Key key, Now now, Instant time) throws SQLException {
        shards.fence(tx, List.of(ShardId.of(now.link.operatorId())));
        Publication end = published.publish(tx, key.kind, key.id, now.up, time, times.interval);
        if (end.result() == Result.NEWS) {
            events.append(tx, account, type(key.kind, now.up), data(key.kind, now));
        }
        return end;
    }

    private static EventType type(Subject kind, boolean up) {
        return switch (kind) {
            case LINK -> up ? EventType.LINK_UP : EventType.LINK_DOWN;
            case OPERATOR -> up ? EventType.OPERATOR_UP : EventType.OPERATOR_DOWN;
        };
    }

    private static Map<String, Object> data(Subject kind, Now now) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("operator_id", now.link.operatorId());
        if (kind == Subject.LINK) {
            data.put("link_id", now.link.linkId());
            data.put("link", now.link.name());
        }
        data.put("problem", now.up ? null : now.link.problem());
        return data;
    }
}
