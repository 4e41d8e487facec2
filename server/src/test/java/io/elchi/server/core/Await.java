package io.elchi.server.core;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Waits for a condition; never for a time.
public final class Await {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private Await() {}

    public static void until(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + TIMEOUT + ": " + what);
            }
            Thread.sleep(Duration.ofMillis(2));
        }
    }
}
