package io.elchi.server.adminapi;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.Accounts;
import io.elchi.server.accounts.Caller;
import io.elchi.server.accounts.Reach;
import io.elchi.server.core.Clock;
import io.elchi.server.core.Permission;
import io.elchi.server.http.Needs;
import io.elchi.server.messages.FigureQuery;
import io.elchi.server.messages.FigureReports;
import io.elchi.server.messages.FigureReports.FigureReport;
import io.elchi.server.messages.FigureReports.FigureScope;
import io.elchi.server.messages.FigureView;
import io.elchi.server.messages.FigureView.Percentiles;
import io.elchi.server.messages.Figures;
import io.elchi.server.messages.Figures.Dimension;
import io.elchi.server.messages.Figures.OperatorInterval;
import io.elchi.server.messages.Histogram;
import io.elchi.server.routing.Operator;
import io.elchi.server.routing.OperatorStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Figures of all accounts, of a reseller's people those of an account of theirs; and the health of operators.
@RestController
final class FigureController {
    private static final Duration HOUR = Duration.ofHours(1);

    private final FigureReports reports;
    private final Figures figures;
    private final Accounts accounts;
    private final OperatorStore operators;
    private final Reach reach;
    private final Clock clock;

    /// What names are looked up in.
    record Registers(Accounts accounts, OperatorStore operators, Reach reach) {}

    FigureController(FigureReports reports, Figures figures, Registers registers, Clock clock) {
        this.reports = reports;
        this.figures = figures;
        accounts = registers.accounts;
        operators = registers.operators;
        reach = registers.reach;
        this.clock = clock;
    }

    /// The last hour of an operator, and its windows of five minutes; those in which nothing happened are left
    /// out.
    record HealthView(
            long operatorId, String operator, String status, IntervalView lastHour, List<IntervalView> intervals) {}

    /// Parts of a window.
    ///
    /// @param sent submit_sm that it took
    /// @param delivered final receipts that said so
    /// @param failed other final receipts
    /// @param errors submit_sm that it refused or did not answer
    /// @param deliveryMs from the first submit_sm_resp of a message to its delivery; null: none was delivered
    record IntervalView(
            Instant start, Instant end, long sent, long delivered, long failed, long errors, Percentiles deliveryMs) {
        static IntervalView of(OperatorInterval window) {
            return new IntervalView(
                    window.start(),
                    window.start().plus(Duration.ofMinutes(5)),
                    window.sent(),
                    window.delivered(),
                    window.failed(),
                    window.errors(),
                    Percentiles.of(window.deliveryMs()));
        }

        static IntervalView of(List<OperatorInterval> windows, Instant start, Instant end) {
            return new IntervalView(
                    start,
                    end,
                    windows.stream().mapToLong(OperatorInterval::sent).sum(),
                    windows.stream().mapToLong(OperatorInterval::delivered).sum(),
                    windows.stream().mapToLong(OperatorInterval::failed).sum(),
                    windows.stream().mapToLong(OperatorInterval::errors).sum(),
                    Percentiles.of(
                            windows.stream().map(OperatorInterval::deliveryMs).reduce(null, Histogram::sum)));
        }
    }

    @GetMapping("/admin/v1/stats/series")
    @Needs(value = Permission.STATS_READ, tenant = true)
    FigureReport series(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(name = "account_id", defaultValue = "0") long account,
            @RequestParam(name = "operator_id", defaultValue = "0") long operator,
            @ModelAttribute FigureQuery query) {
        return reports.series(query, scope(caller, account, operator));
    }

    @GetMapping("/admin/v1/stats/top")
    @Needs(value = Permission.STATS_READ, tenant = true)
    FigureReport top(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(name = "account_id", defaultValue = "0") long account,
            @RequestParam(name = "operator_id", defaultValue = "0") long operator,
            @RequestParam(name = "metric", required = false) String metric,
            @RequestParam(name = "limit", defaultValue = "10") int limit,
            @ModelAttribute FigureQuery query) {
        return reports.top(query, metric, limit, scope(caller, account, operator));
    }

    @GetMapping("/admin/v1/stats/heatmap")
    @Needs(value = Permission.STATS_READ, tenant = true)
    FigureReport heatmap(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(name = "account_id", defaultValue = "0") long account,
            @RequestParam(name = "operator_id", defaultValue = "0") long operator,
            @ModelAttribute FigureQuery query) {
        return reports.week(query, scope(caller, account, operator));
    }

    /// Costs and operators are the platform's alone.
    private FigureScope scope(Caller caller, long account, long operator) {
        long asked = account == 0 && !caller.isStaff() ? caller.account().id() : account;
        if (asked != 0) {
            reach.checkField(caller, "account_id", asked);
        }
        return new FigureScope(asked, caller.isStaff() ? operator : 0, names(), caller.isStaff());
    }

    private FigureView.Names names() {
        Map<Long, String> known = operators.names();
        return (by, key) -> switch (by) {
            case Dimension.ACCOUNT ->
                accounts.account(Long.parseLong(key)).map(Account::name).orElse(null);
            case Dimension.OPERATOR -> known.get(Long.parseLong(key));
            default -> null;
        };
    }

    @GetMapping("/admin/v1/operators/{id}/health")
    @Needs(Permission.OPERATORS_READ)
    HealthView health(@PathVariable("id") long id) {
        Operator operator = operators.operators().stream()
                .filter(each -> each.id() == id)
                .findFirst()
                .orElseThrow(() -> ReferenceChecks.missing("operator", id));
        Instant now = clock.now();
        Instant begin = now.minus(HOUR);
        List<OperatorInterval> windows = figures.operator(id, begin, now);
        return new HealthView(
                id,
                operator.name(),
                operator.active() ? "active" : "suspended",
                IntervalView.of(windows, begin, now),
                windows.stream().map(IntervalView::of).toList());
    }
}
