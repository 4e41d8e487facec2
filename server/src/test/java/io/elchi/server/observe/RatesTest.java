package io.elchi.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RatesTest {
    private static final List<String> TAGS = List.of("1");

    private final ManualClock clock = ManualClock.atMidnight();
    private final Metrics metrics = new Metrics();
    private final Rates rates = new Rates(metrics, clock, List.of(Metric.ACCEPTED));
    private final Metrics.Count accepted = metrics.count(Metric.ACCEPTED, TAGS.toArray(String[]::new));

    /// As the process does.
    private void seconds(int count) {
        for (int i = 0; i < count; i++) {
            clock.advance(Duration.ofSeconds(1));
            rates.sample();
        }
    }

    private Map<List<String>, Double> now() {
        return rates.window().perSecond().getOrDefault(Metric.ACCEPTED, Map.of());
    }

    @Test
    void whatCameInTheFirstSecondIsInTheWindow() {
        accepted.add(4);
        assertThat(rates.window().length()).isEqualTo(Duration.ZERO);
        seconds(2);
        assertThat(now()).containsExactly(Map.entry(TAGS, 2.0));
    }

    @Test
    void whatIsOlderThanTheWindowIsNot() {
        accepted.add(4);
        seconds(9);
        assertThat(now()).containsKey(TAGS);
        seconds(2);
        assertThat(now()).isEmpty();
    }

    @Test
    void theRateIsOfTheLastTenSeconds() {
        seconds(60);
        accepted.add(18);
        assertThat(rates.window().length()).isEqualTo(Duration.ofSeconds(9));
        assertThat(now()).containsExactly(Map.entry(TAGS, 2.0));
    }
}
