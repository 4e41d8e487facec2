package io.elchi.server.tracking;

import io.elchi.server.core.MessageState;
import io.elchi.server.db.FailedTransaction;
import io.elchi.server.messages.Cdr;
import io.elchi.server.messages.Event;
import io.elchi.server.messages.Outcome;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Metrics of tracking.
final class TrackingMetrics {
    private final Metrics.Pairs submitted;
    private final Metrics.Pairs delivered;
    private final Metrics.Family unmatched;
    private final Metrics.Family disagreeing;
    private final Metrics.Family matchedLater;
    private final Metrics.Family matchedByNumber;
    private final Metrics.Family withoutId;
    private final Metrics.Family repeated;
    private final Metrics.Family posted;
    private final Metrics.Family failures;
    private final Metrics.Timing commit;
    private final Metrics.Timing delivery;
    private final Metrics.Timing receipt;
    private final Metrics.Count recovered;
    private final Metrics.Count unannounced;
    private final Metrics.Count tooLate;
    private final Metrics.Count forgotten;
    private final Map<MessageState, Metrics.Count> finals = new EnumMap<>(MessageState.class);
    private final Metrics.Family kinds;

    TrackingMetrics(Metrics metrics) {
        kinds = metrics.family(Metric.OUTCOMES);
        submitted = metrics.pairs(Metric.SUBMITTED_PARTS);
        delivered = metrics.pairs(Metric.DELIVERED);
        unmatched = metrics.family(Metric.RECEIPTS_UNMATCHED);
        disagreeing = metrics.family(Metric.RECEIPTS_DISAGREEING);
        matchedLater = metrics.family(Metric.RECEIPTS_MATCHED_LATER);
        matchedByNumber = metrics.family(Metric.RECEIPTS_MATCHED_BY_NUMBER);
        withoutId = metrics.family(Metric.SUBMITTED_WITHOUT_ID);
        repeated = metrics.family(Metric.RECEIPTS_REPEATED);
        posted = metrics.family(Metric.POSTED);
        failures = metrics.family(Metric.DB_FAILURES);
        commit = metrics.timing(Metric.SETTLE_SECONDS);
        delivery = metrics.timing(Metric.DELIVERY_SECONDS);
        receipt = metrics.timing(Metric.RECEIPT_SECONDS);
        recovered = metrics.count(Metric.RECOVERED);
        unannounced = metrics.count(Metric.HANDOFF_FOUND);
        tooLate = metrics.count(Metric.OUTCOMES, "too_late");
        forgotten = metrics.count(Metric.OUTCOMES, "forgotten");
        for (MessageState state : MessageState.values()) {
            if (state.isFinal()) {
                finals.put(state, metrics.count(Metric.FINAL_STATES, state.text()));
            }
        }
    }

    void settled(List<Outcome> outcomes) {
        for (Outcome outcome : outcomes) {
            kinds.of(outcome.kind()).one();
        }
    }

    void committed(long nanos) {
        commit.record(nanos);
    }

    void charged(MessageUpdate update) {
        for (Event event : update.events()) {
            if (event instanceof Event.Submitted accepted) {
                submitted.of(update.message().accountId(), event.operatorId()).one();
                posted.of(update.message().currency()).add(accepted.charge().priceMicros() / 1e6);
            }
        }
    }

    void ended(Cdr cdr, Instant now) {
        finals.get(cdr.state()).one();
        receipt.record(Duration.between(cdr.endedAt(), now).toNanos());
        if (cdr.state() == MessageState.DELIVERED) {
            delivered.of(cdr.message().accountId(), cdr.operatorId()).one();
            delivery.record(
                    Duration.between(cdr.message().acceptedAt(), cdr.endedAt()).toNanos());
        }
    }

    void unmatched(long operator) {
        unmatched.of(operator).one();
    }

    /// Its id is of messages to other numbers.
    void disagreeing(long operator) {
        disagreeing.of(operator).one();
    }

    /// It was stored as unmatched before.
    void matchedLater(long operator) {
        matchedLater.of(operator).one();
    }

    /// Its operator took its message without an id.
    void matchedByNumber(long operator) {
        matchedByNumber.of(operator).one();
    }

    /// An operator took a part and gave no id for it.
    void withoutId(long operator) {
        withoutId.of(operator).one();
    }

    void repeated(long operator) {
        repeated.of(operator).one();
    }

    void recovered(int messages) {
        recovered.add(messages);
    }

    /// Accepted by other processes, and found in the database.
    void unannounced(int messages) {
        unannounced.add(messages);
    }

    /// An operator took a part of a message that had ended.
    void tooLate() {
        tooLate.one();
    }

    /// Memory and database did not go together.
    void forgotten() {
        forgotten.one();
    }

    void failed(RuntimeException failure) {
        failures.of(FailedTransaction.kind(failure)).one();
    }
}
