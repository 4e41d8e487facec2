package io.elchi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.e2e.survival.Survival;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Each fault once, under a light load. The long form is `./elchi bench survive`.
class SurvivalTest {
    private static final int RATE = 100;
    private static final Duration LENGTH = Duration.ofSeconds(4);

    @Test
    void nothingIsLostWhateverHappens() throws Exception {
        long seed = Long.getLong("elchi.seed", System.nanoTime());
        System.out.println("survival: seed " + seed + ", run again with -Delchi.seed=" + seed);
        Survival survival = new Survival(Survival.SurvivalPlan.each(seed, RATE, LENGTH), System.out::println);
        assertThat(survival.run()).as("seed %s", seed).isEmpty();
        survival.missing().forEach(line -> System.out.println("survival: " + line));
    }
}
