package io.elchi.server.connectors;

import io.elchi.server.connectors.http.ReceiptPath.ReceiptSink;
import io.elchi.server.core.Clock;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.ReceiptReport;
import io.elchi.server.queue.Lane;
import io.elchi.server.queue.WorkQueue;

/// Brings receipts to the settlement of this process, as those of a bound session. It passes on those of others'
/// shards.
record LocalReceipts(WorkQueue<Outcome> outcomes, Clock clock) implements ReceiptSink {
    @Override
    public boolean offer(long operatorId, ReceiptReport report, Runnable stored) {
        return outcomes.offer(new Outcome.Receipt(operatorId, report, stored, clock.now()), Lane.SINGLE);
    }
}
