package io.elchi.server.connectors;

import io.elchi.server.cluster.ShardId;
import io.elchi.server.cluster.Shards;
import io.elchi.server.core.Clock;
import io.elchi.server.routing.LinkSessions;
import io.elchi.server.routing.LinkSessions.LinkSession;
import io.elchi.server.routing.ShardSessions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/// Writes the sessions of this process's shards, with their rates: every few seconds, and when a session was bound
/// or ended. One thread uses it.
final class SessionReports {
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final double NANOS = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;
    /// Of one operator.
    private static final int MOST_SESSIONS = 1_000;

    private final ShardSessions store;
    private final Clock clock;
    private Map<Key, LinkSession> before = Map.of();
    private boolean written;
    private long writtenAt;

    SessionReports(ShardSessions store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /// A session that ended leaves its number to another one, which was bound later.
    private record Key(long linkId, int n, Instant since) {}

    /// @param ofOperator the sessions of an operator's links
    /// @param news whether a session was bound or ended
    void write(Shards.Owned owned, LongFunction<List<LinkSessions>> ofOperator, boolean news) {
        Duration passed = written ? clock.since(writtenAt) : INTERVAL;
        if (!news && passed.compareTo(INTERVAL) < 0) {
            return;
        }
        double seconds = written ? passed.toNanos() / NANOS : 0;
        Map<Key, LinkSession> now = new HashMap<>();
        for (long shard : owned.numbers()) {
            List<LinkSessions> links = ofOperator.apply(ShardId.ofNumber(shard).operatorId()).stream()
                    .map(link -> rated(link, now, seconds))
                    .toList();
            store.write(shard, owned.epoch(shard), links);
        }
        before = now;
        written = true;
        writtenAt = clock.nanos();
    }

    private LinkSessions rated(LinkSessions link, Map<Key, LinkSession> now, double seconds) {
        List<LinkSession> sessions = link.sessions().stream()
                .limit(MOST_SESSIONS)
                .map(session -> rated(link.linkId(), session, now, seconds))
                .toList();
        return new LinkSessions(
                link.linkId(), link.operatorId(), link.wanted(), link.problem(), sessions, link.limitedBy());
    }

    private LinkSession rated(long linkId, LinkSession session, Map<Key, LinkSession> now, double seconds) {
        Key key = new Key(linkId, session.n(), session.since());
        now.put(key, session);
        LinkSession last = before.get(key);
        double rate = last == null || seconds <= 0 ? 0 : (session.submits() - last.submits()) / seconds;
        return new LinkSession(
                session.n(),
                session.state(),
                session.since(),
                session.inFlight(),
                session.window(),
                session.submits(),
                rate,
                session.answers(),
                session.answerNanos(),
                last == null ? null : responseMillis(last, session));
    }

    private static Double responseMillis(LinkSession last, LinkSession now) {
        long answers = now.answers() - last.answers();
        return answers <= 0 ? null : (now.answerNanos() - last.answerNanos()) / NANOS_PER_MILLI / answers;
    }
}
