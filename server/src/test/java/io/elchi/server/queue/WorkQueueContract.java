package io.elchi.server.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.core.ManualClock;
import io.elchi.server.core.MessageClass;
import io.elchi.testkit.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every queue does, whatever it keeps its items in.
public abstract class WorkQueueContract {
    protected final ManualClock clock = ManualClock.atMidnight();

    /// An empty queue.
    protected abstract WorkQueue<String> queue(int capacity);

    private static Lane lane(MessageClass messageClass, long account, int weight) {
        return new Lane(messageClass, account, weight);
    }

    private static Lane otp(long account) {
        return lane(MessageClass.OTP, account, 1);
    }

    private static List<String> items(List<Claimed<String>> taken) {
        return taken.stream().map(Claimed::item).toList();
    }

    private static List<String> all(WorkQueue<String> queue) throws InterruptedException {
        return items(queue.take(1_000_000, Duration.ZERO));
    }

    @Test
    void aLaneKeepsItsOrder() throws Exception {
        WorkQueue<String> queue = queue(100);
        List<String> put = IntStream.range(0, 50).mapToObj(Integer::toString).toList();
        put.forEach(item -> queue.offer(item, otp(1)));
        assertThat(all(queue)).isEqualTo(put);
        assertThat(queue.size()).isZero();
    }

    @Test
    void noClassWaitsBehindALowerOne() throws Exception {
        Seeds.forEach(300, random -> {
            WorkQueue<String> queue = queue(1_000);
            for (int i = random.nextInt(40); i > 0; i--) {
                MessageClass any = MessageClass.values()[random.nextInt(MessageClass.values().length)];
                queue.offer(any.ordinal() + "", lane(any, random.nextLong(1, 5), random.nextInt(1, 4)));
            }
            assertThat(all(queue)).isSorted();
        });
    }

    /// Whoever comes with one message does not wait for a hundred thousand of another.
    @Test
    void accountsTakeTurns() throws Exception {
        WorkQueue<String> queue = queue(1_000);
        for (int i = 0; i < 100; i++) {
            queue.offer("large", otp(1));
        }
        queue.offer("small", otp(2));
        assertThat(items(queue.take(3, Duration.ZERO))).contains("small");
    }

    @Test
    void accountsShareByWeight() throws Exception {
        WorkQueue<String> queue = queue(10_000);
        for (int i = 0; i < 1_000; i++) {
            for (int weight = 1; weight <= 4; weight++) {
                queue.offer(Integer.toString(weight), lane(MessageClass.PROMOTIONAL, weight, weight));
            }
        }
        Map<String, Integer> shares = new HashMap<>();
        items(queue.take(1_000, Duration.ZERO)).forEach(item -> shares.merge(item, 1, Integer::sum));
        assertThat(shares).isEqualTo(Map.of("1", 100, "2", 200, "3", 300, "4", 400));
    }

    /// In any mixture: nothing is lost, nothing comes twice, lanes keep their order.
    @Test
    void everythingComesOnceAndInTheOrderOfItsLane() throws Exception {
        Seeds.forEach(300, random -> {
            WorkQueue<String> queue = queue(10_000);
            Map<String, List<String>> put = new HashMap<>();
            Map<String, List<String>> got = new HashMap<>();
            for (int i = 0; i < 200; i++) {
                if (random.nextInt(3) > 0) {
                    MessageClass any = MessageClass.values()[random.nextInt(MessageClass.values().length)];
                    long account = random.nextLong(1, 4);
                    String item = any + "." + account + "." + i;
                    queue.offer(item, lane(any, account, random.nextInt(1, 3)));
                    put.computeIfAbsent(any + "." + account, _ -> new ArrayList<>())
                            .add(item);
                } else {
                    sort(items(queue.take(random.nextInt(1, 8), Duration.ZERO)), got);
                }
            }
            sort(all(queue), got);
            assertThat(got).isEqualTo(put);
        });
    }

    private static void sort(List<String> items, Map<String, List<String>> into) {
        items.forEach(item -> into.computeIfAbsent(item.substring(0, item.lastIndexOf('.')), _ -> new ArrayList<>())
                .add(item));
    }

    @Test
    void aFullQueueSaysNo() throws Exception {
        WorkQueue<String> queue = queue(3);
        assertThat(queue.capacity()).isEqualTo(3);
        assertThat(queue.offer("1", otp(1))).isTrue();
        assertThat(queue.offerLater("2", otp(1), Duration.ofHours(1))).isTrue();
        assertThat(queue.offer("3", otp(2))).isTrue();
        assertThat(queue.offer("4", otp(2))).isFalse();
        assertThat(queue.offerLater("5", otp(2), Duration.ofHours(1))).isFalse();
        assertThat(queue.size()).isEqualTo(3);
        assertThat(all(queue)).containsExactlyInAnyOrder("1", "3");
    }

    /// Whatever happens to its items, and whoever takes them.
    @Test
    void whatWaitsIsCountedByAccount() throws Exception {
        Seeds.forEach(100, random -> {
            WorkQueue<String> queue = queue(50);
            Map<String, Integer> waiting = new HashMap<>();
            for (int i = 0; i < 200; i++) {
                long account = random.nextLong(1, 4);
                String name = Long.toString(account);
                switch (random.nextInt(4)) {
                    case 0 -> {
                        if (queue.offer(name, otp(account))) {
                            waiting.merge(name, 1, Integer::sum);
                        }
                    }
                    case 1 -> {
                        if (queue.offerLater(name, otp(account), Duration.ofSeconds(random.nextInt(3)))) {
                            waiting.merge(name, 1, Integer::sum);
                        }
                    }
                    case 2 -> {
                        for (Claimed<String> taken : queue.take(random.nextInt(1, 6), Duration.ZERO)) {
                            if (random.nextBoolean()) {
                                taken.giveBack();
                            } else {
                                waiting.merge(taken.item(), -1, Integer::sum);
                            }
                        }
                    }
                    default -> {
                        queue.again(name, otp(account), Duration.ofSeconds(random.nextInt(2)));
                        waiting.merge(name, 1, Integer::sum);
                    }
                }
                clock.advance(Duration.ofMillis(random.nextInt(500)));
                for (long each = 1; each < 4; each++) {
                    assertThat(queue.sizeOf(each)).isEqualTo(waiting.getOrDefault(Long.toString(each), 0));
                }
            }
        });
    }

    /// What was in the queue before is never refused.
    @Test
    void whatComesBackIsNotRefused() throws Exception {
        WorkQueue<String> queue = queue(1);
        queue.offer("first", otp(1));
        Claimed<String> first = queue.take(1, Duration.ZERO).getFirst();
        queue.offer("second", otp(1));
        first.giveBack();
        queue.again("third", otp(1), Duration.ZERO);
        assertThat(queue.size()).isEqualTo(3);
        assertThat(all(queue)).containsExactly("first", "second", "third");
    }

    @Test
    void whatIsGivenBackIsFirstOfItsLane() throws Exception {
        WorkQueue<String> queue = queue(10);
        List.of("1", "2", "3").forEach(item -> queue.offer(item, otp(1)));
        queue.take(1, Duration.ZERO).getFirst().giveBack();
        assertThat(all(queue)).containsExactly("1", "2", "3");
    }

    @Test
    void whatIsForLaterComesThen() throws Exception {
        WorkQueue<String> queue = queue(10);
        queue.offerLater("in two seconds", otp(1), Duration.ofSeconds(2));
        queue.again("in one", otp(1), Duration.ofSeconds(1));
        queue.offer("now", otp(1));
        assertThat(all(queue)).containsExactly("now");
        clock.jump(Duration.ofDays(1));
        assertThat(all(queue)).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        assertThat(all(queue)).containsExactly("in one");
        clock.jump(Duration.ofDays(-2));
        clock.advance(Duration.ofSeconds(1));
        assertThat(all(queue)).containsExactly("in two seconds");
    }

    @Test
    void whoeverWaitsIsWokenByWhatComes() throws Exception {
        WorkQueue<String> queue = queue(10);
        List<String> got = new ArrayList<>();
        Thread taker = Thread.ofVirtual().start(() -> {
            try {
                got.addAll(items(queue.take(1, Duration.ofMinutes(1))));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        queue.offer("it", otp(1));
        taker.join();
        assertThat(got).containsExactly("it");
    }

    @Test
    void manyPutAndManyTake() throws Exception {
        WorkQueue<String> queue = queue(100_000);
        int each = 2_000;
        Map<String, Integer> seen = new ConcurrentHashMap<>();
        AtomicInteger taken = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            int who = t;
            threads.add(Thread.ofVirtual().start(() -> {
                for (int i = 0; i < each; i++) {
                    queue.offer(who + "." + i, otp(who));
                }
            }));
            threads.add(Thread.ofVirtual().start(() -> take(queue, seen, taken, 4 * each, done)));
        }
        done.await();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(seen)
                .hasSize(4 * each)
                .allSatisfy((_, count) -> assertThat(count).isOne());
    }

    private static void take(
            WorkQueue<String> queue, Map<String, Integer> seen, AtomicInteger taken, int all, CountDownLatch done) {
        try {
            while (taken.get() < all) {
                for (String item : items(queue.take(7, Duration.ofMillis(20)))) {
                    seen.merge(item, 1, Integer::sum);
                    taken.incrementAndGet();
                }
            }
            done.countDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aLaneHasAWeight() {
        assertThatThrownBy(() -> lane(MessageClass.OTP, 1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theFirstItemOfEachLaneIsShownAndNothingIsTaken() throws InterruptedException {
        WorkQueue<String> queue = queue(10);
        queue.offer("a1", otp(1));
        queue.offer("a2", otp(1));
        queue.offer("b1", otp(2));
        queue.offerLater("later", otp(3), Duration.ofMinutes(1));
        List<String> first = new ArrayList<>();
        queue.forEachFirst(first::add);
        assertThat(first).containsExactlyInAnyOrder("a1", "b1");
        assertThat(all(queue)).hasSize(3);
    }

    @Test
    void whatIsRemovedDoesNotComeAndTheRestKeepsItsOrder() throws InterruptedException {
        WorkQueue<String> queue = queue(100);
        for (int i = 0; i < 6; i++) {
            queue.offer("a" + i, otp(1));
        }
        queue.offer("b0", otp(2));
        queue.offerLater("a6", otp(1), Duration.ofMinutes(1));
        assertThat(queue.remove(item -> item.startsWith("a") && item.charAt(1) % 2 == 0, 100))
                .containsExactly("a0", "a2", "a4", "a6");
        assertThat(queue.remove(item -> item.startsWith("b"), 100)).containsExactly("b0");
        assertThat(queue.remove(item -> item.startsWith("a"), 1)).containsExactly("a1");
        assertThat(queue.size()).isEqualTo(2);
        assertThat(queue.sizeOf(1)).isEqualTo(2);
        assertThat(queue.sizeOf(2)).isZero();
        queue.offer("b1", otp(2));
        assertThat(all(queue)).containsExactlyInAnyOrder("a3", "a5", "b1");
        clock.advance(Duration.ofMinutes(2));
        assertThat(all(queue)).isEmpty();
    }

    @Test
    void whatIsClearedDoesNotCome() throws InterruptedException {
        WorkQueue<String> queue = queue(10);
        queue.offer("now", otp(1));
        queue.offerLater("later", otp(1), Duration.ofMinutes(1));
        queue.clear();
        assertThat(queue.size()).isZero();
        assertThat(queue.sizeOf(1)).isZero();
        clock.advance(Duration.ofMinutes(2));
        assertThat(all(queue)).isEmpty();
        queue.offer("after", otp(1));
        assertThat(all(queue)).containsExactly("after");
    }
}
