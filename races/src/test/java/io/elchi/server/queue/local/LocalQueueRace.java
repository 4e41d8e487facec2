package io.elchi.server.queue.local;

import io.elchi.server.core.Clock;
import io.elchi.server.queue.Claimed;
import io.elchi.server.queue.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Two producers, two consumers, one of which gives back what it takes first: each item is done once.
public final class LocalQueueRace {
    private static final int EACH = 2;

    private LocalQueueRace() {}

    public static void main(String[] arguments) throws InterruptedException {
        LocalQueue<Integer> queue = new LocalQueue<>(100, Clock.SYSTEM);
        Set<Integer> done = ConcurrentHashMap.newKeySet();
        List<Thread> threads = new ArrayList<>();
        for (int producer = 0; producer < 2; producer++) {
            int first = producer * EACH;
            threads.add(new Thread(() -> {
                for (int i = 0; i < EACH; i++) {
                    check(queue.offer(first + i, Lane.SINGLE), "there is space");
                }
            }));
        }
        for (int consumer = 0; consumer < 2; consumer++) {
            boolean givesBack = consumer == 0;
            threads.add(new Thread(() -> consume(queue, done, givesBack)));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        check(done.size() == 2 * EACH, "everything is done: " + done);
        check(queue.size() == 0, "nothing is left: " + queue.size());
    }

    private static void consume(LocalQueue<Integer> queue, Set<Integer> done, boolean givesBack) {
        try {
            boolean gaveBack = !givesBack;
            while (done.size() < 2 * EACH) {
                for (Claimed<Integer> claimed : queue.take(1, Duration.ZERO)) {
                    if (gaveBack) {
                        check(done.add(claimed.item()), "no item twice");
                        claimed.done();
                    } else {
                        gaveBack = true;
                        claimed.giveBack();
                    }
                }
                Thread.yield();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
