package io.elchi.server.adminapi;

import io.elchi.server.cluster.Processes;
import io.elchi.server.core.Permission;
import io.elchi.server.http.Needs;
import io.elchi.server.observe.RateReport;
import io.elchi.server.observe.Rates;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// The current throughput of all processes: of this one from its own counters, of the others as they said with
/// their last renewal.
@RestController
final class StatsController {
    private final Rates rates;
    private final Processes processes;

    StatsController(Rates rates, Processes processes) {
        this.rates = rates;
        this.processes = processes;
    }

    /// Rates over the last seconds; who did nothing is left out.
    ///
    /// @param windowSeconds over how long; 0: the processes have just started
    /// @param processes how many are in the sums
    record TpsView(
            BigDecimal windowSeconds,
            int processes,
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

    @GetMapping("/admin/v1/stats/tps")
    @Needs(value = Permission.STATS_READ, watched = true)
    TpsView tps() {
        List<RateReport> reports = Stream.concat(
                        Stream.of(RateReport.of(rates.window())),
                        processes.ratesOfOthers().stream()
                                .map(RateReport::parse)
                                .flatMap(Optional::stream))
                .toList();
        RateReport sum = RateReport.sum(reports);
        return new TpsView(
                round(sum.seconds()),
                reports.size(),
                round(sum.total().accepted()),
                round(sum.total().submitted()),
                round(sum.total().delivered()),
                sum.accounts().stream()
                        .map(each -> new AccountTps(
                                each.id(), round(each.accepted()), round(each.submitted()), round(each.delivered())))
                        .toList(),
                sum.operators().stream()
                        .map(each -> new OperatorTps(each.id(), round(each.submitted()), round(each.delivered())))
                        .toList());
    }

    private static BigDecimal round(double rate) {
        return BigDecimal.valueOf(rate).setScale(1, RoundingMode.HALF_UP);
    }
}
