package io.elchi.server.intake;

import io.elchi.server.core.Refusal;
import io.elchi.server.db.FailedTransaction;
import io.elchi.server.messages.Message;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;

/// Metrics of intake.
final class IntakeMetrics {
    private final Metrics.Family accepted;
    private final Metrics.Family parts;
    private final Metrics.Family refused;
    private final Metrics.Family reserved;
    private final Metrics.Family failures;
    private final Metrics.Count commits;
    private final Metrics.Timing commit;

    IntakeMetrics(Metrics metrics) {
        accepted = metrics.family(Metric.ACCEPTED);
        parts = metrics.family(Metric.ACCEPTED_PARTS);
        refused = metrics.family(Metric.REFUSED);
        reserved = metrics.family(Metric.RESERVED);
        failures = metrics.family(Metric.DB_FAILURES);
        commits = metrics.count(Metric.INTAKE_BATCH);
        commit = metrics.timing(Metric.INTAKE_SECONDS);
    }

    void answered(Submission submission) {
        for (SendResult result : submission.results()) {
            switch (result) {
                case SendResult.Accepted(Message message, var _) -> {
                    accepted.of(message.accountId()).one();
                    parts.of(message.accountId()).add(message.parts());
                    reserved.of(message.currency()).add(message.reservedMicros(0) * message.parts() / 1e6);
                }
                case SendResult.Refused(Refusal refusal) -> refused(refusal);
            }
        }
    }

    void refused(Refusal refusal) {
        refused.of(refusal.failure().code()).one();
    }

    void committed(long nanos) {
        commits.one();
        commit.record(nanos);
    }

    void failed(RuntimeException failure) {
        failures.of(FailedTransaction.kind(failure)).one();
    }
}
