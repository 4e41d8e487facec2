package io.elchi.server.cluster;

import java.util.stream.LongStream;

/// A process that has every shard of a test.
public final class AllShards {
    private static final int OPERATORS = 300;

    private AllShards() {}

    public static Shards owned() {
        return Shards.alone(LongStream.range(0, OPERATORS).toArray());
    }
}
