package io.elchi.server.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.testkit.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class LongMapTest {
    private static void same(LongMap<String> map, Map<Long, String> twin, int range) {
        assertThat(map.size()).isEqualTo(twin.size());
        for (long key = -1; key <= range; key++) {
            assertThat(map.get(key)).isEqualTo(twin.get(key));
        }
        List<String> values = new ArrayList<>();
        map.forEach(values::add);
        assertThat(values).containsExactlyInAnyOrderElementsOf(twin.values());
    }

    /// ChangedRows of all sizes, so that differences are merged many times; a map from before a change stays as it
    /// was.
    @Test
    void itIsAMapThatChangesMakeAnotherOneOf() {
        Seeds.forEach(200, random -> {
            int range = random.nextInt(1, 300);
            Map<Long, String> twin = new HashMap<>();
            for (int i = random.nextInt(200); i > 0; i--) {
                twin.put(random.nextLong(range), "first" + i);
            }
            LongMap<String> map = LongMap.of(twin);
            same(map, twin, range);
            for (int step = 0; step < 30; step++) {
                LongMap<String> before = map;
                Map<Long, String> twinBefore = new HashMap<>(twin);
                map = changed(map, twin, range, random, step);
                same(map, twin, range);
                same(before, twinBefore, range);
            }
        });
    }

    private static LongMap<String> changed(
            LongMap<String> map, Map<Long, String> twin, int range, RandomGenerator random, int step) {
        Map<Long, String> put = new HashMap<>();
        for (int i = random.nextInt(1 + random.nextInt(40)); i > 0; i--) {
            put.put(random.nextLong(range), "s" + step + "." + i);
        }
        Set<Long> removed = new HashSet<>();
        for (int i = random.nextInt(1 + random.nextInt(40)); i > 0; i--) {
            removed.add(random.nextLong(range));
        }
        removed.removeAll(put.keySet());
        twin.putAll(put);
        twin.keySet().removeAll(removed);
        return map.with(put, removed);
    }

    @Test
    void zeroAndTheEndsAreKeysLikeOthers() {
        LongMap<String> map = LongMap.of(Map.of(0L, "0", -1L, "-1", Long.MIN_VALUE, "least", Long.MAX_VALUE, "most"));
        assertThat(map.get(0)).isEqualTo("0");
        assertThat(map.get(-1)).isEqualTo("-1");
        assertThat(map.get(Long.MIN_VALUE)).isEqualTo("least");
        assertThat(map.get(Long.MAX_VALUE)).isEqualTo("most");
        assertThat(map.get(1)).isNull();
        assertThat(LongMap.empty().get(0)).isNull();
    }
}
