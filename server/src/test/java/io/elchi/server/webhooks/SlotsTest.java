package io.elchi.server.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.testkit.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlotsTest {
    @Test
    void anEndpointThatDoesNotAnswerHasOneUntilItAnswers() {
        Slots slots = new Slots(10, 3);
        assertThat(List.of(slots.take(1), slots.take(1), slots.take(1), slots.take(1)))
                .containsExactly(true, true, true, false);
        slots.giveBack(1, false);
        slots.giveBack(1, false);
        assertThat(slots.take(1)).as("one is out").isFalse();
        slots.giveBack(1, false);
        assertThat(List.of(slots.take(1), slots.take(1))).containsExactly(true, false);
        slots.giveBack(1, true);
        assertThat(List.of(slots.take(1), slots.take(1), slots.take(1), slots.take(1)))
                .containsExactly(true, true, true, false);
    }

    @Test
    void slowEndpointsLeaveTheOthersTheirSlots() {
        Slots slots = new Slots(10, 10);
        for (long endpoint = 1; endpoint <= 9; endpoint++) {
            assertThat(slots.take(endpoint)).isTrue();
            slots.giveBack(endpoint, false);
            assertThat(slots.take(endpoint)).isTrue();
            assertThat(slots.take(endpoint)).isFalse();
        }
        assertThat(slots.take(100)).isTrue();
        assertThat(slots.take(101)).as("ten in all").isFalse();
    }

    @Test
    void whatIsTakenNeverPassesALimit() {
        Seeds.forEach(500, random -> {
            Slots slots = new Slots(8, 3);
            Map<Long, Integer> use = new HashMap<>();
            List<Long> taken = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                if (taken.isEmpty() || random.nextBoolean()) {
                    long endpoint = random.nextLong(5);
                    if (slots.take(endpoint)) {
                        taken.add(endpoint);
                        use.merge(endpoint, 1, Integer::sum);
                    } else {
                        boolean slowAtLeast = use.getOrDefault(endpoint, 0) >= 1;
                        assertThat(slowAtLeast || taken.size() == 8).isTrue();
                    }
                } else {
                    long endpoint = taken.remove(random.nextInt(taken.size()));
                    use.merge(endpoint, -1, Integer::sum);
                    slots.giveBack(endpoint, random.nextBoolean());
                }
                assertThat(taken.size()).isLessThanOrEqualTo(8);
                assertThat(use.values()).allMatch(each -> each <= 3);
            }
        });
    }

    @Test
    void theEndWaitsForWhatIsTaken() throws Exception {
        Slots slots = new Slots(2, 2);
        slots.awaitNone(Duration.ofDays(1));
        slots.take(1);
        slots.awaitNone(Duration.ZERO);
        Thread ending = Thread.ofVirtual().start(() -> slots.giveBack(1, true));
        slots.awaitNone(Duration.ofDays(1));
        ending.join();
    }
}
