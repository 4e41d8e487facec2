package io.elchi.server.webhooks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Four attempts at two endpoints of one account: never more at a time than the limits allow, and all places come
/// back.
public final class ConcurrencyLimiterRace {
    private ConcurrencyLimiterRace() {}

    public static void main(String[] arguments) throws InterruptedException {
        ConcurrencyLimiter limiter =
                new ConcurrencyLimiter(new ConcurrencyLimiter.Limits(2, 2, 1, Duration.ofSeconds(1)), () -> 0);
        AtomicInteger[] atEndpoint = {new AtomicInteger(), new AtomicInteger()};
        AtomicInteger inAll = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int endpoint = i % 2;
            boolean accepted = i < 2;
            threads.add(new Thread(() -> {
                while (limiter.acquire(1, endpoint) != ConcurrencyLimiter.Grant.GRANTED) {
                    Thread.yield();
                }
                check(inAll.incrementAndGet() <= 2, "two at a time");
                check(atEndpoint[endpoint].incrementAndGet() <= 1, "one at a time for an endpoint");
                atEndpoint[endpoint].decrementAndGet();
                inAll.decrementAndGet();
                limiter.release(1, endpoint, true, accepted, Duration.ZERO);
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        check(limiter.acquire(1, 0) == ConcurrencyLimiter.Grant.GRANTED, "the places are free again");
        check(limiter.acquire(1, 1) == ConcurrencyLimiter.Grant.GRANTED, "the places are free again");
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
