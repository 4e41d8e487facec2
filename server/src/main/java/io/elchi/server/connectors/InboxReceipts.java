package io.elchi.server.connectors;

import io.elchi.server.cluster.ShardId;
import io.elchi.server.connectors.http.ReceiptPath.ReceiptSink;
import io.elchi.server.core.Clock;
import io.elchi.server.db.Transactions;
import io.elchi.server.messages.InboxOctets;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.ReceiptReport;
import io.elchi.server.queue.Handoff;
import io.elchi.server.queue.Handoff.Envelope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings receipts from a process that settles nothing to the owner of the operator's shard, by the inbox. Those that
/// wait are written in one transaction.
final class InboxReceipts implements ReceiptSink {
    /// Receipts that wait.
    static final int MOST_WAITING = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(InboxReceipts.class);
    private static final int MOST_A_TRANSACTION = 256;

    private final Transactions transactions;
    private final Handoff handoff;
    private final Clock clock;
    private final BlockingQueue<WaitingReceipt> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Thread thread;

    private record WaitingReceipt(Outcome.Receipt receipt, Runnable stored) {}

    InboxReceipts(Transactions transactions, Handoff handoff, Clock clock) {
        this.transactions = transactions;
        this.handoff = handoff;
        this.clock = clock;
        thread = Thread.ofVirtual().name("receipts-inbox").start(this::run);
    }

    @Override
    public boolean offer(long operatorId, ReceiptReport report, Runnable stored) {
        return waiting.offer(new WaitingReceipt(new Outcome.Receipt(operatorId, report, stored, clock.now()), stored));
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    private void run() {
        List<WaitingReceipt> batch = new ArrayList<>();
        try {
            while (true) {
                batch.clear();
                batch.add(waiting.take());
                waiting.drainTo(batch, MOST_A_TRANSACTION - 1);
                try {
                    store(batch);
                } catch (RuntimeException e) {
                    // Nobody says that they are stored, so their operators send them again.
                    LOG.warn("{} receipts are not stored: {}", batch.size(), e.getMessage());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void store(List<WaitingReceipt> batch) {
        Map<Long, List<Envelope>> envelopes = new HashMap<>();
        for (WaitingReceipt each : batch) {
            envelopes
                    .computeIfAbsent(ShardId.of(each.receipt.operatorId()), _ -> new ArrayList<>())
                    .add(InboxOctets.receipt(each.receipt));
        }
        transactions.run(tx -> {
            for (Map.Entry<Long, List<Envelope>> each : envelopes.entrySet()) {
                handoff.put(tx, each.getKey(), each.getValue());
            }
            return null;
        });
        envelopes.keySet().forEach(handoff::committed);
        batch.forEach(each -> each.stored.run());
    }
}
