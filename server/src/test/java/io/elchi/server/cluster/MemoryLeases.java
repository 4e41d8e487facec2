package io.elchi.server.cluster;

import java.util.HashMap;
import java.util.Map;

/// The leases of a test in one thread: the last process that took a shard has it, whatever the others believe.
public final class MemoryLeases {
    private final Map<Long, Shards> owners = new HashMap<>();
    private long epoch;

    /// A process without shards.
    public Shards process() {
        return Shards.alone();
    }

    /// The operator's shard is this process's from now on. The owner before does not notice.
    public void take(Shards process, long operatorId) {
        long shard = ShardId.of(operatorId);
        owners.put(shard, process);
        process.own(shard, Lease.heldWhile("shard." + operatorId, ++epoch, () -> owners.get(shard) == process));
    }

    /// null: nobody's.
    public Shards owner(long operatorId) {
        return owners.get(ShardId.of(operatorId));
    }

    /// Nobody has the operator's shard.
    public void free(long operatorId) {
        owners.remove(ShardId.of(operatorId));
    }
}
