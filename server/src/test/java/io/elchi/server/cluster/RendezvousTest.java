package io.elchi.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.testkit.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RendezvousTest {
    private static final int LEASES = 1_000;
    private static final int PROCESSES = 4;

    private static UUID process(java.util.SplittableRandom random) {
        return new UUID(random.nextLong(), random.nextLong());
    }

    @Test
    void eachProcessGetsItsShareAndOnlyThoseOfALeaverMove() {
        Seeds.forEach(20, random -> {
            List<UUID> live = new ArrayList<>();
            for (int i = 0; i < PROCESSES; i++) {
                live.add(process(random));
            }
            Map<UUID, Integer> shares = new HashMap<>();
            UUID leaver = live.getFirst();
            List<UUID> rest = live.subList(1, live.size());
            for (int i = 0; i < LEASES; i++) {
                String lease = new ShardId(i, 0).lease();
                UUID first = Rendezvous.first(lease, live);
                shares.merge(first, 1, Integer::sum);
                if (!first.equals(leaver)) {
                    assertThat(Rendezvous.first(lease, rest)).isEqualTo(first);
                }
            }
            assertThat(shares.values())
                    .hasSize(PROCESSES)
                    .allMatch(share -> share > LEASES / PROCESSES / 2 && share < LEASES / PROCESSES * 2);
        });
    }
}
