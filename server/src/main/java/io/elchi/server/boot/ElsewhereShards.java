package io.elchi.server.boot;

import io.elchi.server.cluster.ShardId;
import io.elchi.server.cluster.Shards;
import io.elchi.server.messages.ElsewhereQueues;
import io.elchi.server.observe.Health;
import io.elchi.server.routing.OperatorHealth;
import io.elchi.server.routing.ShardStates;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The shards of other processes, as their owners report them.
final class ElsewhereShards implements ElsewhereQueues {
    private static final Logger LOG = LoggerFactory.getLogger(ElsewhereShards.class);

    private final Shards shards;
    private final ShardStates states;
    private final OperatorHealth health;
    private volatile boolean failing;

    ElsewhereShards(Shards shards, ShardStates states, OperatorHealth health) {
        this.shards = shards;
        this.states = states;
        this.health = health;
    }

    /// Reads what the owners say. To be called each second.
    void read() {
        try {
            states.read();
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                LOG.warn("the states of shards cannot be read: {}", e.getMessage());
            }
            failing = true;
            return;
        }
        for (long shard : states.shards()) {
            if (isElsewhere(shard)) {
                health.report(ShardId.ofNumber(shard).operatorId(), states.isReachable(shard));
            }
        }
    }

    private boolean isElsewhere(long shard) {
        return !shards.owns(shard);
    }

    @Override
    public boolean has(long operatorId) {
        return isElsewhere(ShardId.of(operatorId));
    }

    @Override
    public int waiting(long operatorId) {
        return states.waiting(ShardId.of(operatorId));
    }

    @Override
    public int waiting() {
        return states.waiting(this::isElsewhere);
    }

    @Override
    public int unsettled() {
        return states.unsettled(this::isElsewhere);
    }

    @Override
    public void accepted(long operatorId, int messages) {
        states.accepted(ShardId.of(operatorId), messages);
    }

    /// Whether every shard has an owner that is heard of.
    Health.Status health() {
        long without = states.shards().stream()
                .filter(shard -> isElsewhere(shard) && !states.isReachable(shard))
                .count();
        return without == 0
                ? Health.Status.up("the operators of other processes are reachable")
                : Health.Status.degraded(without + " operators of other processes are not reachable");
    }
}
