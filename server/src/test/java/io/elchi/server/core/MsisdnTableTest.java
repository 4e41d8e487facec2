package io.elchi.server.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.testkit.Seeds;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class MsisdnTableTest {
    private static final long FIRST = 998_901_000_000L;

    private static void same(MsisdnTable table, Map<Long, Integer> twin, int range) {
        assertThat(table.size()).isEqualTo(twin.size());
        for (long number = FIRST - 1; number <= FIRST + range; number++) {
            assertThat(table.get(number)).isEqualTo(twin.getOrDefault(number, MsisdnTable.NONE));
        }
    }

    @Test
    void itIsAMapThatChangesMakeAnotherOneOf() {
        Seeds.forEach(100, random -> {
            int range = random.nextInt(1, 1_500);
            Map<Long, Integer> twin = new HashMap<>();
            // More or fewer than were expected.
            MsisdnTable.Builder builder = new MsisdnTable.Builder(random.nextInt(300));
            for (int i = random.nextInt(1_000); i > 0; i--) {
                long number = FIRST + random.nextInt(range);
                int value = random.nextInt(MsisdnTable.MAX_VALUE + 1);
                twin.put(number, value);
                builder.put(number, value);
            }
            MsisdnTable table = builder.build();
            same(table, twin, range);
            for (int step = 0; step < 20; step++) {
                MsisdnTable before = table;
                Map<Long, Integer> twinBefore = new HashMap<>(twin);
                table = changed(table, twin, range, random);
                same(table, twin, range);
                same(before, twinBefore, range);
            }
        });
    }

    private static MsisdnTable changed(MsisdnTable table, Map<Long, Integer> twin, int range, RandomGenerator random) {
        Map<Long, Integer> changed = new HashMap<>();
        for (int i = random.nextInt(1 + random.nextInt(80)); i > 0; i--) {
            boolean goes = random.nextInt(3) == 0;
            changed.put(
                    FIRST + random.nextInt(range), goes ? MsisdnTable.NONE : random.nextInt(MsisdnTable.MAX_VALUE + 1));
        }
        changed.forEach((number, value) -> {
            if (value == MsisdnTable.NONE) {
                twin.remove(number);
            } else {
                twin.put(number, value);
            }
        });
        return table.with(changed);
    }

    @Test
    void theLongestNumberAndTheHighestValueFit() {
        MsisdnTable table = new MsisdnTable.Builder(1)
                .put(999_999_999_999_999L, MsisdnTable.MAX_VALUE)
                .put(1, 0)
                .build();
        assertThat(table.get(999_999_999_999_999L)).isEqualTo(MsisdnTable.MAX_VALUE);
        assertThat(table.get(1)).isZero();
        assertThat(table.get(2)).isEqualTo(MsisdnTable.NONE);
        assertThatThrownBy(() -> new MsisdnTable.Builder(1).put(1, MsisdnTable.MAX_VALUE + 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MsisdnTable.Builder(1).put(1L << 50, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
