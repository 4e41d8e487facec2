package io.elchi.server.boot;

import io.elchi.server.cluster.ShardId;
import io.elchi.server.cluster.Shards;
import io.elchi.server.connectors.Connectors;
import io.elchi.server.core.RouteCandidate;
import io.elchi.server.messages.MessageStore;
import io.elchi.server.messages.Outbound;
import io.elchi.server.observe.Health;
import io.elchi.server.routing.Links;
import io.elchi.server.tracking.Tracking;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What this process does for the shards that it has: links, tracking, and the change of owners between processes.
final class MessagePath implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MessagePath.class);
    /// A shard with an older message is behind, and stays.
    private static final Duration BEHIND = Duration.ofSeconds(2);

    private final Shards shards;
    private final Links links;
    private final MessageStore store;
    private final Outbound outbound;
    private final Tracking tracking;
    private final Connectors connectors;
    private boolean started;

    MessagePath(
            Shards shards,
            Links links,
            MessageStore store,
            Outbound outbound,
            Tracking tracking,
            Connectors connectors) {
        this.shards = shards;
        this.links = links;
        this.store = store;
        this.outbound = outbound;
        this.tracking = tracking;
        this.connectors = connectors;
    }

    /// @param lost another process has a shard that was this one's
    synchronized void start(Runnable lost) {
        started = true;
        tracking.start();
        connectors.start();
        links.onChange(shards::changed);
        shards.start(this::all, new ShardTasks(), lost);
    }

    /// Of every operator, of those that are gone and have unfinished messages, and that of test messages.
    private Collection<Long> all() {
        Set<Long> all = new HashSet<>(store.unfinishedShards());
        all.add(ShardId.of(RouteCandidate.TEST_OPERATOR));
        links.operators().keySet().forEach(id -> all.add(ShardId.of(id)));
        return all;
    }

    private final class ShardTasks implements Shards.Tasks {
        @Override
        public void acquired(long shard) {
            tracking.acquired(shard);
            connectors.changed();
        }

        @Override
        public boolean isBound(long shard) {
            return connectors.isBound(shard);
        }

        @Override
        public boolean mayRelease(long shard) {
            Instant oldest = outbound.oldest(ShardId.ofNumber(shard).operatorId());
            return tracking.isRecovered()
                    && (oldest == null || oldest.isAfter(Instant.now().minus(BEHIND)));
        }

        @Override
        public void release(long shard) throws InterruptedException {
            connectors.release(shard);
            tracking.release(shard);
        }
    }

    Health.Status health() {
        if (shards.owned().numbers().isEmpty()) {
            return Health.Status.up("other processes send");
        }
        return shards.mayAct()
                ? Health.Status.up("this process sends for " + operators() + " operators")
                : Health.Status.degraded("sending is paused: the leases could not be renewed");
    }

    /// Without that of test messages.
    private long operators() {
        return shards.owned().numbers().stream()
                .filter(shard -> shard != ShardId.of(RouteCandidate.TEST_OPERATOR))
                .count();
    }

    /// Sends no more, settles what is sent, and gives the shards back at once.
    @Override
    public synchronized void close() {
        if (!started) {
            return;
        }
        try {
            shards.stopSharing();
        } catch (InterruptedException e) {
            LOG.warn("interrupted while a shard was given away");
            Thread.currentThread().interrupt();
        }
        connectors.close();
        tracking.close();
        shards.close();
    }
}
