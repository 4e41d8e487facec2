package io.elchi.server.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.testkit.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventIdsTest {
    private final EventIds ids = new EventIds("sixteen octets!!".getBytes(java.nio.charset.StandardCharsets.US_ASCII));

    @Test
    void anIdIsReadBackAndSaysNothing() {
        Seeds.forEach(200, random -> {
            long id = random.nextLong(1, Long.MAX_VALUE);
            assertThat(ids.of(id)).matches("evt_[A-Za-z0-9_-]{22}").isEqualTo(ids.of(id));
            assertThat(ids.parse(ids.of(id))).hasValue(id);
        });
        assertThat(ids.of(1).substring(0, 8)).isNotEqualTo(ids.of(2).substring(0, 8));
        EventIds others = new EventIds(new byte[16]);
        assertThat(others.of(1)).isNotEqualTo(ids.of(1));
        assertThat(others.parse(ids.of(1))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "evt_", "evt_1", "evt_!!!!!!!!!!!!!!!!!!!!!!", "evt_AAAAAAAAAAAAAAAAAAAAAA", "x"})
    void whatWasNotMadeHereIsNoId(String text) {
        assertThat(ids.parse(text)).isEmpty();
    }
}
