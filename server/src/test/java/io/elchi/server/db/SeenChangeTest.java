package io.elchi.server.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SeenChangeTest {
    private final SeenChange changes = new SeenChange();

    @Test
    @Timeout(30)
    void aChangeEndsTheWait() throws InterruptedException {
        SeenChange patient = new SeenChange(Duration.ofMinutes(10));
        AtomicBoolean there = new AtomicBoolean();
        CountDownLatch waits = new CountDownLatch(1);
        Thread follower = Thread.ofVirtual().start(() -> {
            try {
                waits.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            there.set(true);
            patient.changed();
        });
        patient.await(() -> {
            waits.countDown();
            return there.get();
        });
        assertThat(there).isTrue();
        follower.join();
    }

    /// The change is stored all the same.
    @Test
    void theWaitEndsWithoutAChange() {
        long begin = System.nanoTime();
        changes.await(() -> false);
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofMillis(900), Duration.ofSeconds(30));
    }

    @Test
    void anInterruptEndsTheWaitAndStays() {
        Thread.currentThread().interrupt();
        changes.await(() -> false);
        assertThat(Thread.interrupted()).isTrue();
    }
}
