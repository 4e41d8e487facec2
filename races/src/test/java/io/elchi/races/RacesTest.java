package io.elchi.races;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.elchi.server.cluster.LeaseRace;
import io.elchi.server.events.EventFeedRace;
import io.elchi.server.intake.GroupCommitRace;
import io.elchi.server.queue.local.LocalQueueRace;
import io.elchi.server.tracking.ShardHandoverRace;
import io.elchi.server.webhooks.ConcurrencyLimiterRace;
import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Real threads of the message path, run one at a time in orders that are drawn (Fray, partial order sampling).
/// `-Delchi.races=N` searches longer.
class RacesTest {
    private static final int ITERATIONS = Integer.getInteger("elchi.races", 100);

    private static FrayRuntime runtime;

    @BeforeAll
    static void link() throws IOException, InterruptedException {
        boolean supported = System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
        if (!supported) {
            System.out.println("SKIPPED: races need Linux on x86-64, where Fray has a native library");
        }
        assumeTrue(supported);
        runtime = FrayRuntime.linked();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                LeaseRace.class,
                ShardHandoverRace.InOrder.class,
                ShardHandoverRace.ByForce.class,
                LocalQueueRace.class,
                GroupCommitRace.class,
                ConcurrencyLimiterRace.class,
                EventFeedRace.class
            })
    void everyOrderHolds(Class<?> scenario) throws IOException, InterruptedException {
        assertThat(runtime.explore(scenario, ITERATIONS)).contains("Run finished");
    }

    /// A scheduler that does not find this one finds nothing.
    @Test
    void aPlantedRaceIsFound() {
        assertThatThrownBy(() -> runtime.explore(PlantedRace.class, ITERATIONS))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("lost an addition");
    }
}
