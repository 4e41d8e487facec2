package io.elchi.server.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.testkit.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LongTableTest {
    @Test
    void itIsAMap() {
        Seeds.forEach(300, random -> {
            Map<Long, String> twin = new HashMap<>();
            LongTable<String> table = new LongTable<>();
            int range = random.nextInt(1, 400);
            for (int i = 0; i < 500; i++) {
                long key = random.nextInt(4) == 0 ? random.nextLong() : random.nextInt(range) - range / 2;
                twin.put(key, "v" + i);
                table.put(key, "v" + i);
                assertThat(table.size()).isEqualTo(twin.size());
                long asked = random.nextInt(range) - range / 2;
                assertThat(table.get(asked)).isEqualTo(twin.get(asked));
            }
            twin.forEach((key, value) -> assertThat(table.get(key)).isEqualTo(value));
        });
    }

    @Test
    void zeroAndTheEndsAreKeysLikeOthers() {
        LongTable<String> table = new LongTable<>();
        assertThat(table.get(0)).isNull();
        for (long key : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
            table.put(key, Long.toString(key));
        }
        for (long key : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertThat(table.get(key)).isEqualTo(Long.toString(key));
        }
        assertThat(table.get(1)).isNull();
    }

    /// What is put is seen from then on, and never another's value, while the table grows under the readers.
    @Test
    void readersSeeWhatWasPutWhileItGrows() throws InterruptedException {
        int keys = 200_000;
        LongTable<Long> table = new LongTable<>();
        AtomicLong put = new AtomicLong(-1);
        AtomicReference<String> wrong = new AtomicReference<>();
        List<Thread> readers = new ArrayList<>();
        for (int reader = 0; reader < 2; reader++) {
            readers.add(Thread.ofPlatform().start(() -> {
                long seed = 1;
                while (put.get() < keys - 1 && wrong.get() == null) {
                    long known = put.get();
                    seed = seed * 6_364_136_223_846_793_005L + 1;
                    long key = known < 0 ? 0 : Math.floorMod(seed, known + 1);
                    Long value = table.get(key);
                    if (known >= 0 && (value == null || value != key)) {
                        wrong.set(key + " is " + value);
                    }
                    Long later = table.get(known + 1_000);
                    if (later != null && later != known + 1_000) {
                        wrong.set(known + 1_000 + " is " + later);
                    }
                }
            }));
        }
        for (long key = 0; key < keys; key++) {
            table.put(key, key);
            put.set(key);
        }
        for (Thread reader : readers) {
            reader.join();
        }
        assertThat(wrong.get()).isNull();
        assertThat(table.size()).isEqualTo(keys);
    }
}
