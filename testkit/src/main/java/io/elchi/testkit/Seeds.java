package io.elchi.testkit;

import java.util.SplittableRandom;

/// Property tests without a framework: a property is a check that takes randomness, and it runs for many seeds.
///
/// The seeds are fixed (0, 1, 2, ...), so that a run is the same everywhere. `-Delchi.seed=N` runs one seed, to look
/// at a failure; `-Delchi.seeds=N` runs N of them, to search longer.
public final class Seeds {
    private Seeds() {}

    /// A check for one seed. Throwing means that the property does not hold.
    @FunctionalInterface
    public interface Check {
        void accept(SplittableRandom random) throws Exception;
    }

    /// Runs the check for each seed and names the seed that fails.
    public static void forEach(int count, Check check) {
        Long one = Long.getLong("elchi.seed");
        if (one != null) {
            run(one, check);
            return;
        }
        int seeds = Integer.getInteger("elchi.seeds", count);
        for (long seed = 0; seed < seeds; seed++) {
            run(seed, check);
        }
    }

    private static void run(long seed, Check check) {
        try {
            check.accept(new SplittableRandom(seed));
        } catch (Exception | AssertionError | StackOverflowError e) {
            throw new AssertionError("fails for -Delchi.seed=" + seed + ": " + e.getMessage(), e);
        }
    }
}
