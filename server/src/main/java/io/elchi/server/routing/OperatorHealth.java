package io.elchi.server.routing;

import java.util.Arrays;
import java.util.stream.LongStream;

/// Which operators can be reached now, as their links report it. An operator of which nothing is reported counts as
/// reachable: where the links are in another process, routing must not refuse.
public final class OperatorHealth {
    private static final long[] NONE = {};

    /// Few, and looked at for every message: never changed, only replaced.
    private volatile long[] unreachable = NONE;

    public synchronized void report(long operatorId, boolean up) {
        if (up != reachable(operatorId)) {
            unreachable = up
                    ? Arrays.stream(unreachable).filter(id -> id != operatorId).toArray()
                    : LongStream.concat(Arrays.stream(unreachable), LongStream.of(operatorId))
                            .toArray();
        }
    }

    public boolean reachable(long operatorId) {
        for (long id : unreachable) {
            if (id == operatorId) {
                return false;
            }
        }
        return true;
    }

    /// Whether nothing is reported unreachable.
    public boolean allReachable() {
        return unreachable.length == 0;
    }
}
