package io.elchi.server.adminapi;

import io.elchi.server.core.Permission;
import io.elchi.server.http.Needs;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Rates;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// The current throughput of this process, from its own counters.
@RestController
final class StatsController {
    private final Rates rates;

    StatsController(Rates rates) {
        this.rates = rates;
    }

    /// Rates over the last seconds; who did nothing is left out.
    ///
    /// @param windowSeconds over how long; 0: the process has just started
    record TpsView(
            BigDecimal windowSeconds,
            BigDecimal accepted,
            BigDecimal submitted,
            BigDecimal delivered,
            List<AccountTps> accounts,
            List<OperatorTps> operators) {}

    /// @param accepted messages a second
    /// @param submitted parts a second that operators took
    /// @param delivered messages a second
    record AccountTps(long accountId, BigDecimal accepted, BigDecimal submitted, BigDecimal delivered) {}

    record OperatorTps(long operatorId, BigDecimal submitted, BigDecimal delivered) {}

    @GetMapping("/admin/stats/tps")
    @Needs(Permission.STATS_READ)
    TpsView tps() {
        Rates.Window window = rates.window();
        int account = 0;
        Map<Long, Double> accepted = by(window, Metric.ACCEPTED, account);
        Map<Long, Double> submitted = by(window, Metric.SUBMITTED_PARTS, account);
        Map<Long, Double> delivered = by(window, Metric.DELIVERED, account);
        int operator = 1;
        Map<Long, Double> taken = by(window, Metric.SUBMITTED_PARTS, operator);
        Map<Long, Double> arrived = by(window, Metric.DELIVERED, operator);
        return new TpsView(
                round(window.length().toMillis() / 1e3),
                sum(accepted),
                sum(submitted),
                sum(delivered),
                keys(accepted, submitted, delivered).stream()
                        .map(id -> new AccountTps(id, of(accepted, id), of(submitted, id), of(delivered, id)))
                        .toList(),
                keys(taken, arrived).stream()
                        .map(id -> new OperatorTps(id, of(taken, id), of(arrived, id)))
                        .toList());
    }

    private static Map<Long, Double> by(Rates.Window window, Metric metric, int tag) {
        Map<Long, Double> sums = new TreeMap<>();
        window.perSecond()
                .getOrDefault(metric, Map.of())
                .forEach((tags, rate) -> sums.merge(Long.parseLong(tags.get(tag)), rate, Double::sum));
        return sums;
    }

    @SafeVarargs
    private static List<Long> keys(Map<Long, Double>... maps) {
        TreeMap<Long, Double> all = new TreeMap<>();
        for (Map<Long, Double> map : maps) {
            all.putAll(map);
        }
        return List.copyOf(all.keySet());
    }

    private static BigDecimal sum(Map<Long, Double> rates) {
        return round(rates.values().stream().mapToDouble(Double::doubleValue).sum());
    }

    private static BigDecimal of(Map<Long, Double> rates, long id) {
        return round(rates.getOrDefault(id, 0.0));
    }

    private static BigDecimal round(double rate) {
        return BigDecimal.valueOf(rate).setScale(1, RoundingMode.HALF_UP);
    }
}
