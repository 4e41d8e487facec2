package io.elchi.server.observe;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The throughput of a process, or of several, as one tells it to the others.
///
/// @param seconds over how long
/// @param total of all accounts
/// @param accounts the busiest ones, by id
/// @param operators by id; nothing is accepted by them
public record RateReport(double seconds, RateShare total, List<RateShare> accounts, List<RateShare> operators) {
    /// Accounts and operators that a process tells of: its row must not grow with their number.
    static final int MOST = 100;

    private static final Logger LOG = LoggerFactory.getLogger(RateReport.class);
    private static final int ACCOUNT = 0;
    private static final int OPERATOR = 1;

    public RateReport {
        accounts = List.copyOf(accounts);
        operators = List.copyOf(operators);
    }

    /// What goes through for one account or operator, a second.
    ///
    /// @param id 0: of all together
    /// @param accepted messages
    /// @param submitted parts that operators took
    /// @param delivered messages
    public record RateShare(long id, double accepted, double submitted, double delivered) {
        private RateShare plus(RateShare other) {
            return new RateShare(
                    id, accepted + other.accepted, submitted + other.submitted, delivered + other.delivered);
        }

        private double all() {
            return accepted + submitted + delivered;
        }
    }

    /// Of this process.
    public static RateReport of(Rates.Window window) {
        Map<Long, RateShare> accounts = new HashMap<>();
        add(accounts, window, Metric.ACCEPTED, ACCOUNT, (id, rate) -> new RateShare(id, rate, 0, 0));
        add(accounts, window, Metric.SUBMITTED_PARTS, ACCOUNT, (id, rate) -> new RateShare(id, 0, rate, 0));
        add(accounts, window, Metric.DELIVERED, ACCOUNT, (id, rate) -> new RateShare(id, 0, 0, rate));
        Map<Long, RateShare> operators = new HashMap<>();
        add(operators, window, Metric.SUBMITTED_PARTS, OPERATOR, (id, rate) -> new RateShare(id, 0, rate, 0));
        add(operators, window, Metric.DELIVERED, OPERATOR, (id, rate) -> new RateShare(id, 0, 0, rate));
        RateShare total = accounts.values().stream().reduce(new RateShare(0, 0, 0, 0), RateShare::plus);
        Duration length = window.length();
        return new RateReport(length.toMillis() / 1e3, total, busiest(accounts), busiest(operators));
    }

    private interface OneRate {
        RateShare of(long id, double rate);
    }

    private static void add(Map<Long, RateShare> to, Rates.Window window, Metric metric, int tag, OneRate share) {
        window.perSecond().getOrDefault(metric, Map.of()).forEach((tags, rate) -> {
            long id = Long.parseLong(tags.get(tag));
            to.merge(id, share.of(id, rate), RateShare::plus);
        });
    }

    private static List<RateShare> busiest(Map<Long, RateShare> shares) {
        return shares.values().stream()
                .sorted(Comparator.comparingDouble(RateShare::all).reversed())
                .limit(MOST)
                .sorted(Comparator.comparingLong(RateShare::id))
                .toList();
    }

    /// Of several processes together.
    ///
    /// @param reports at least one
    public static RateReport sum(List<RateReport> reports) {
        return new RateReport(
                reports.stream().mapToDouble(RateReport::seconds).max().orElseThrow(),
                reports.stream().map(RateReport::total).reduce(RateShare::plus).orElseThrow(),
                merged(reports, RateReport::accounts),
                merged(reports, RateReport::operators));
    }

    private static List<RateShare> merged(List<RateReport> reports, Function<RateReport, List<RateShare>> part) {
        Map<Long, RateShare> merged = new HashMap<>();
        reports.forEach(report -> part.apply(report).forEach(each -> merged.merge(each.id, each, RateShare::plus)));
        return merged.values().stream()
                .sorted(Comparator.comparingLong(RateShare::id))
                .toList();
    }

    public String json() {
        return JsonMapper.shared().writeValueAsString(this);
    }

    /// Empty for what another release wrote in a form of its own.
    public static Optional<RateReport> parse(String json) {
        try {
            return Optional.of(JsonMapper.shared().readValue(json, RateReport.class));
        } catch (JacksonException e) {
            LOG.debug("the rates of another process cannot be read", e);
            return Optional.empty();
        }
    }
}
