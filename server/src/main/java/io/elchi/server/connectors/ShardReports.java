package io.elchi.server.connectors;

import io.elchi.server.cluster.ShardId;
import io.elchi.server.cluster.Shards;
import io.elchi.server.messages.Outbound;
import io.elchi.server.messages.Outcome;
import io.elchi.server.queue.WorkQueue;
import io.elchi.server.routing.LinkSessions;
import io.elchi.server.routing.LinkStatus;
import io.elchi.server.routing.ShardState;
import io.elchi.server.routing.ShardStates;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the other processes of this one's shards: each second, and at once when a session is bound or ends.
final class ShardReports {
    private static final Logger LOG = LoggerFactory.getLogger(ShardReports.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Shards shards;
    private final ShardStates states;
    private final Outbound outbound;
    private final WorkQueue<Outcome> outcomes;
    private final LinkWatch watch;
    private final SessionReports sessions;
    private final Semaphore changed = new Semaphore(0);
    private volatile boolean closed;
    private volatile boolean stopping;
    private volatile Thread thread;

    ShardReports(
            Shards shards,
            ShardStates states,
            Outbound outbound,
            WorkQueue<Outcome> outcomes,
            LinkWatch watch,
            SessionReports sessions) {
        this.shards = shards;
        this.states = states;
        this.outbound = outbound;
        this.outcomes = outcomes;
        this.watch = watch;
        this.sessions = sessions;
    }

    /// @param ofOperator the sessions of an operator's links
    void start(Supplier<List<LinkStatus>> links, LongFunction<List<LinkSessions>> ofOperator) {
        thread = Thread.ofVirtual().name("shard-states").start(() -> run(links, ofOperator));
    }

    boolean isAlive() {
        return thread == null || thread.isAlive();
    }

    /// From now on links go down because this process ends: that is no news.
    void stopping() {
        stopping = true;
    }

    /// A session was bound, or ended.
    void changed() {
        changed.release();
    }

    private void run(Supplier<List<LinkStatus>> links, LongFunction<List<LinkSessions>> ofOperator) {
        boolean failing = false;
        boolean news = true;
        try {
            while (!closed) {
                try {
                    List<LinkStatus> now = links.get();
                    states.write(states(now));
                    sessions.write(shards.owned(), ofOperator, news);
                    failing = false;
                    if (!stopping) {
                        watch.look(now);
                    }
                } catch (RuntimeException e) {
                    if (!failing) {
                        LOG.warn("the states of shards cannot be written: {}", e.getMessage());
                    }
                    failing = true;
                }
                news = changed.tryAcquire(INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
                if (news) {
                    changed.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<ShardState> states(List<LinkStatus> links) {
        Shards.Owned owned = shards.owned();
        return owned.numbers().stream()
                .map(shard -> state(shard, owned.epoch(shard), links))
                .toList();
    }

    private ShardState state(long shard, long epoch, List<LinkStatus> links) {
        long operator = ShardId.ofNumber(shard).operatorId();
        List<LinkStatus> own =
                links.stream().filter(link -> link.operatorId() == operator).toList();
        return new ShardState(
                shard,
                epoch,
                own.stream().mapToInt(LinkStatus::bound).sum(),
                own.stream().mapToInt(LinkStatus::wanted).sum(),
                own.stream().mapToInt(LinkStatus::inFlight).sum(),
                own.stream().mapToInt(LinkStatus::window).sum(),
                outbound.waiting(operator),
                outbound.oldest(operator),
                outcomes.size(),
                own.stream()
                        .filter(link -> link.bound() < link.wanted() && link.problem() != null)
                        .map(LinkStatus::problem)
                        .findFirst()
                        .orElse(null));
    }

    /// Tells what is so now, for the last time.
    void close(Supplier<List<LinkStatus>> links, LongFunction<List<LinkSessions>> ofOperator)
            throws InterruptedException {
        closed = true;
        changed.release();
        thread.join();
        try {
            states.write(states(links.get()));
            sessions.write(shards.owned(), ofOperator, true);
        } catch (RuntimeException e) {
            LOG.warn("the states of shards cannot be written: {}", e.getMessage());
        }
    }
}
