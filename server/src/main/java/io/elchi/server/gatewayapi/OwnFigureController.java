package io.elchi.server.gatewayapi;

import io.elchi.server.accounts.Caller;
import io.elchi.server.core.Permission;
import io.elchi.server.http.Needs;
import io.elchi.server.messages.FigureQuery;
import io.elchi.server.messages.FigureReports;
import io.elchi.server.messages.FigureReports.FigureReport;
import io.elchi.server.messages.FigureReports.FigureScope;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Figures of the caller's account.
@RestController
final class OwnFigureController {
    private final FigureReports reports;

    OwnFigureController(FigureReports reports) {
        this.reports = reports;
    }

    @GetMapping("/v1/stats/series")
    @Needs(Permission.SMS_READ)
    FigureReport series(@AuthenticationPrincipal Caller caller, @ModelAttribute FigureQuery query) {
        return reports.series(query, own(caller));
    }

    @GetMapping("/v1/stats/top")
    @Needs(Permission.SMS_READ)
    FigureReport top(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(name = "metric", required = false) String metric,
            @RequestParam(name = "limit", defaultValue = "10") int limit,
            @ModelAttribute FigureQuery query) {
        return reports.top(query, metric, limit, own(caller));
    }

    @GetMapping("/v1/stats/heatmap")
    @Needs(Permission.SMS_READ)
    FigureReport heatmap(@AuthenticationPrincipal Caller caller, @ModelAttribute FigureQuery query) {
        return reports.week(query, own(caller));
    }

    private static FigureScope own(Caller caller) {
        return new FigureScope(caller.account().id(), 0, (_, _) -> null, false);
    }
}
