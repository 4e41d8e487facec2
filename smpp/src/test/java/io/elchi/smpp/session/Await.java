package io.elchi.smpp.session;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Waits for a condition; never for a time.
final class Await {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private Await() {}

    static void until(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + TIMEOUT + ": " + what);
            }
            Thread.sleep(Duration.ofMillis(2));
        }
    }
}
