package io.elchi.server.cluster;

/// A shard: an operator, or one n-th of it when its links are spread over several processes. Its owner alone binds
/// its links, sends and settles.
///
/// @param n from 0; today every operator is one shard, 0
public record ShardId(long operatorId, int n) {
    /// Parts of an operator, as a power of two.
    private static final int PART_BITS = 6;

    private static final String LEASE = "shard.";

    public ShardId {
        if (operatorId < 0 || operatorId > Long.MAX_VALUE >> PART_BITS || n < 0 || n >= 1 << PART_BITS) {
            throw new IllegalArgumentException("no shard " + operatorId + "." + n);
        }
    }

    /// The number of the shard that has all of an operator. It follows from the operator's id, so that every
    /// process knows it without asking.
    public static long of(long operatorId) {
        return operatorId << PART_BITS;
    }

    public static ShardId ofNumber(long number) {
        return new ShardId(number >> PART_BITS, (int) (number & (1 << PART_BITS) - 1));
    }

    /// As it stands in rows.
    public long number() {
        return operatorId << PART_BITS | n;
    }

    /// The name of its lease.
    String lease() {
        return LEASE + operatorId + "." + n;
    }
}
