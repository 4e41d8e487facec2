package io.elchi.server.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.testkit.Seeds;
import org.junit.jupiter.api.Test;

/// The whole message path from a seed: callers, group commits, operators, receipts, sweeps, with faults at every
/// boundary and the process dying between any two steps. In the end every promise must hold.
class MessagePathSimulationTest {
    private static final int STEPS = 600;
    private static final int CHECK_EVERY = 10;

    @Test
    void everyPromiseHolds() {
        Seeds.forEach(1_000, random -> {
            World world = new World(random);
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
        });
    }
}
