package io.elchi.races;

import java.util.concurrent.CountDownLatch;

/// Not a scenario of ours: a counter without a lock, which must be caught. A scheduler that misses it finds nothing.
public final class PlantedRace {
    private static int counter;

    private PlantedRace() {}

    public static void main(String[] arguments) throws InterruptedException {
        CountDownLatch both = new CountDownLatch(2);
        counter = 0;
        Runnable adds = () -> {
            int before;
            synchronized (both) {
                before = counter;
            }
            synchronized (both) {
                counter = before + 1;
            }
            both.countDown();
        };
        new Thread(adds).start();
        new Thread(adds).start();
        both.await();
        if (counter != 2) {
            throw new AssertionError("lost an addition");
        }
    }
}
