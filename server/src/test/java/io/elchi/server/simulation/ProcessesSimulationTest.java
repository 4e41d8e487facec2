package io.elchi.server.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.testkit.Seeds;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Several processes on one database from a seed: shards change their owners in order and by force, processes
/// stand still and wake up, clocks differ, hints get lost. In the end every promise must hold, as with one
/// process.
class ProcessesSimulationTest {
    private static final int STEPS = 900;
    private static final int CHECK_EVERY = 10;

    @Test
    void everyPromiseHoldsWhoeverHasTheShards() {
        AtomicInteger refused = new AtomicInteger();
        AtomicInteger forwarded = new AtomicInteger();
        AtomicInteger repeated = new AtomicInteger();
        AtomicInteger skewed = new AtomicInteger();
        Seeds.forEach(300, random -> {
            ProcessesWorld world = new ProcessesWorld(random);
            Promises promises =
                    new Promises(world.store, world.ledger, world.operators, world.clients.accepted, world::unfinished);
            for (int i = 0; i < STEPS; i++) {
                world.step();
                promises.available();
                if (i % CHECK_EVERY == 0) {
                    promises.reservedIsHeld();
                }
            }
            world.comeToRest(promises::reservedIsHeld);
            promises.hold();
            assertThat(world.clients.judge()).isEmpty();
            refused.addAndGet(world.refused);
            forwarded.addAndGet(world.forwarded);
            repeated.addAndGet(world.clients.repeated);
            skewed.addAndGet(world.mostSkewMillis > 0 ? 1 : 0);
        });
        assertThat(refused).as("settlements refused by the fence").hasPositiveValue();
        assertThat(forwarded).as("what went through the inbox").hasPositiveValue();
        assertThat(repeated).as("keys that were answered before").hasPositiveValue();
        assertThat(skewed).as("worlds with clocks that differ").hasPositiveValue();
    }
}
