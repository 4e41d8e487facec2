package io.elchi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.e2e.survival.ProcessFault;
import io.elchi.e2e.survival.ProcessSurvival;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Two gateways and two cores on one PostgreSQL, some faults, and a light load. The long form is
/// `./elchi bench survive processes=2,2`.
class ProcessesTest {
    private static final int RATE = 60;

    @Test
    void nothingIsLostWhicheverProcessEnds() throws Exception {
        long seed = Long.getLong("elchi.seed", System.nanoTime());
        System.out.println("processes: seed " + seed + ", run again with -Delchi.seed=" + seed);
        ProcessSurvival survival = new ProcessSurvival(
                new ProcessSurvival.ProcessPlan(
                        seed,
                        RATE,
                        2,
                        2,
                        List.of(
                                ProcessFault.CORE_DRAINED,
                                ProcessFault.CORE_KILLED,
                                ProcessFault.GATEWAY_KILLED,
                                ProcessFault.HINTS_LOST,
                                ProcessFault.CORE_PAUSED)),
                System.out::println);
        assertThat(survival.run()).as("seed %s", seed).isEmpty();
    }
}
