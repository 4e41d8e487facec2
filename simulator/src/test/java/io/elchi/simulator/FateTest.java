package io.elchi.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class FateTest {
    private static final int DRAWS = 100_000;
    private static final Profile PROFILE = ProfilesTest.profile("""
            name: test
            responses: {latency: {median: 10ms, p99: 100ms}, errors: {ESME_RSYSERR: 0.1, "0x400": 0.05}, lost: 0.02}
            receipts: {states: {UNDELIV: 0.2}, lost: 0.01, early: 0.03, duplicated: 0.04, latency: {min: 1s, max: 3s}}
            """);

    @Test
    void theSameSeedDecidesTheSameInAnyOrder() {
        List<Fate> forward = new ArrayList<>();
        for (int i = 1; i <= 1_000; i++) {
            forward.add(Fate.of(PROFILE, 42, i));
        }
        List<Fate> backward = new ArrayList<>();
        for (int i = 1_000; i >= 1; i--) {
            backward.add(Fate.of(PROFILE, 42, i));
        }
        Collections.reverse(backward);
        assertThat(backward).isEqualTo(forward);
        assertThat(Fate.of(PROFILE, 43, 1)).isNotEqualTo(forward.getFirst());
    }

    @Test
    void sharesComeTrue() {
        List<Fate> fates = new ArrayList<>();
        for (int i = 1; i <= DRAWS; i++) {
            fates.add(Fate.of(PROFILE, 7, i));
        }
        assertThat(share(fates, fate -> fate.status() == 8)).isCloseTo(0.1, within(0.01));
        assertThat(share(fates, fate -> fate.status() == 0x400)).isCloseTo(0.05, within(0.01));
        assertThat(share(fates, Fate::responseLost)).isCloseTo(0.02, within(0.005));
        assertThat(share(fates, fate -> fate.state().equals("UNDELIV"))).isCloseTo(0.2, within(0.01));
        assertThat(share(fates, fate -> fate.state().equals("DELIVRD"))).isCloseTo(0.8, within(0.01));
        assertThat(share(fates, Fate::receiptLost)).isCloseTo(0.01, within(0.005));
        assertThat(share(fates, Fate::receiptEarly)).isCloseTo(0.03, within(0.005));
        assertThat(share(fates, Fate::receiptDuplicated)).isCloseTo(0.04, within(0.005));
        assertThat(share(fates, fate -> fate.responseNanos() <= 10_000_000)).isCloseTo(0.5, within(0.01));
        assertThat(share(fates, fate -> fate.responseNanos() <= 100_000_000)).isCloseTo(0.99, within(0.005));
        assertThat(fates).allMatch(fate -> fate.receiptNanos() >= 1e9 && fate.receiptNanos() <= 3e9);
    }

    private static double share(List<Fate> fates, Predicate<Fate> which) {
        return (double) fates.stream().filter(which).count() / fates.size();
    }
}
