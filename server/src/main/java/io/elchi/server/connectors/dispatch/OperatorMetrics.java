package io.elchi.server.connectors.dispatch;

import io.elchi.server.messages.Message;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import io.elchi.smpp.pdu.CommandStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Metrics of one operator.
public final class OperatorMetrics {
    private final Metrics metrics;
    private final String operator;
    private final Metrics.Timing wait;
    private final Metrics.Timing answer;
    private final Metrics.Count duplicates;
    private final Metrics.Count downs;
    private final Map<Integer, Metrics.Count> refused = new ConcurrentHashMap<>();

    public OperatorMetrics(Metrics metrics, long operatorId) {
        this.metrics = metrics;
        operator = Long.toString(operatorId);
        wait = metrics.timing(Metric.SUBMIT_WAIT_SECONDS, operator);
        answer = metrics.timing(Metric.SUBMIT_SECONDS, operator);
        duplicates = metrics.count(Metric.POSSIBLE_DUPLICATES, operator);
        downs = metrics.count(Metric.LINK_DOWNS, operator);
    }

    public void sent(Message message, Instant now) {
        wait.record(Duration.between(message.acceptedAt(), now).toNanos());
    }

    public void answered(long nanos) {
        answer.record(nanos);
    }

    /// By the statuses of the specification; vendors' own ones together, so that a peer cannot fill our memory.
    public void refused(int status) {
        int key = CommandStatus.of(status).isPresent() ? status : -1;
        refused.computeIfAbsent(
                        key,
                        _ -> metrics.count(
                                Metric.SUBMIT_STATUS,
                                operator,
                                CommandStatus.of(status).map(Enum::name).orElse("vendor")))
                .one();
    }

    /// @param reason `address`, `connections`, `credentials` or `timeout`
    public void outbindRefused(String reason) {
        metrics.count(Metric.OUTBIND_REFUSED, operator, reason).one();
    }

    public void possibleDuplicate() {
        duplicates.one();
    }

    public void down() {
        downs.one();
    }

    /// Shows what its sending waited for.
    void show(DispatchWaits waits) {
        for (DispatchWaits.Cause cause : DispatchWaits.Cause.values()) {
            metrics.counter(Metric.DISPATCH_WAIT_SECONDS, () -> waits.seconds(cause), operator, cause.text());
        }
    }

    /// Shows what the operator's lines have now.
    public void show(
            java.util.function.IntSupplier bound,
            java.util.function.IntSupplier used,
            java.util.function.IntSupplier size) {
        metrics.gauge(Metric.LINKS_BOUND, bound::getAsInt, operator);
        metrics.gauge(Metric.WINDOW_USED, used::getAsInt, operator);
        metrics.gauge(Metric.WINDOW_SIZE, size::getAsInt, operator);
    }
}
