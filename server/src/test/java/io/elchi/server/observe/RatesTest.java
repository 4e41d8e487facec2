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

    /// However many accounts there are, what a process tells has an end; its sum has them all.
    @Test
    void aReportHasTheBusiestAccountsAndTheSumOfAll() {
        for (int account = 1; account <= 2 * RateReport.MOST; account++) {
            metrics.count(Metric.ACCEPTED, Integer.toString(account)).add(account);
        }
        seconds(1);
        RateReport report = RateReport.of(rates.window());
        assertThat(report.accounts()).hasSize(RateReport.MOST);
        assertThat(report.accounts().getFirst().id()).isEqualTo(RateReport.MOST + 1);
        assertThat(report.total().accepted()).isEqualTo(RateReport.MOST * (2.0 * RateReport.MOST + 1));
        assertThat(RateReport.parse(report.json())).contains(report);
        assertThat(RateReport.parse("[]")).isEmpty();
        RateReport twice = RateReport.sum(List.of(report, report));
        assertThat(twice.total().accepted()).isEqualTo(2 * report.total().accepted());
        assertThat(twice.accounts()).hasSize(RateReport.MOST);
    }
}
