package io.elchi.server.smppserver;

import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import io.elchi.server.smppserver.BindLoad.LimitedBy;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/// Counts the sessions of this process by what limits their rate, when the metrics are read.
final class LimitedSessions {
    private static final List<LimitedBy> OF_SUBMITS =
            List.of(LimitedBy.NOTHING_ASKED, LimitedBy.RATE_LIMIT, LimitedBy.WINDOW_FULL, LimitedBy.CLIENT_IDLE);
    private static final List<LimitedBy> OF_RECEIPTS =
            List.of(LimitedBy.NOTHING_ASKED, LimitedBy.CLIENT_ANSWERS, LimitedBy.NOTHING);

    private LimitedSessions() {}

    static void show(Metrics metrics, Collection<ClientSession> sessions) {
        show(metrics, sessions, "submits", OF_SUBMITS, BindLoad::submitsLimitedBy);
        show(metrics, sessions, "receipts", OF_RECEIPTS, BindLoad::receiptsLimitedBy);
    }

    private static void show(
            Metrics metrics,
            Collection<ClientSession> sessions,
            String direction,
            List<LimitedBy> causes,
            Function<BindLoad, LimitedBy> of) {
        for (LimitedBy cause : causes) {
            metrics.gauge(
                    Metric.SMPP_SERVER_LIMITED,
                    () -> sessions.stream()
                            .filter(session -> of.apply(session.load()) == cause)
                            .count(),
                    direction,
                    cause.text());
        }
    }
}
