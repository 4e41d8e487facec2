package io.elchi.server.simulation;

import io.elchi.server.db.MemoryTransactions.End;
import java.util.SplittableRandom;

/// How often things go wrong, a share each; drawn anew for each seed, many of them zero.
record Faults(
        double commitFails,
        double commitUnknown,
        double crash,
        double crashInCommit,
        double disconnect,
        double refused,
        double throttled,
        double responseLost,
        double responseLate,
        double receiptEarly,
        double receiptTwice,
        double receiptLost,
        double clockJump) {
    static final Faults NONE = new Faults(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    static Faults drawn(SplittableRandom random) {
        return new Faults(
                share(random, 0.1),
                share(random, 0.1),
                share(random, 0.01),
                share(random, 0.02),
                share(random, 0.02),
                share(random, 0.2),
                share(random, 0.1),
                share(random, 0.1),
                share(random, 0.1),
                share(random, 0.3),
                share(random, 0.2),
                share(random, 0.1),
                share(random, 0.01));
    }

    private static double share(SplittableRandom random, double most) {
        return random.nextBoolean() ? 0 : random.nextDouble() * most;
    }

    End end(SplittableRandom random) {
        double drawn = random.nextDouble();
        if ((drawn -= commitFails) < 0) {
            return End.NOT_COMMITTED;
        }
        if ((drawn -= commitUnknown) < 0) {
            return random.nextBoolean() ? End.UNKNOWN_COMMITTED : End.UNKNOWN_NOT_COMMITTED;
        }
        if (drawn - crashInCommit < 0) {
            return random.nextBoolean() ? End.CRASH_BEFORE_COMMIT : End.CRASH_AFTER_COMMIT;
        }
        return End.COMMITTED;
    }
}
