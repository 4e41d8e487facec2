package io.elchi.simulator;

import io.elchi.smpp.pdu.DeliverSm;
import io.elchi.smpp.pdu.DeliverSmResp;
import io.elchi.smpp.session.Offer;
import io.elchi.smpp.session.Reply;
import io.elchi.smpp.session.SmppSession;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/// deliver_sm for one system_id: in order, over its receiving sessions in turn, kept while there is none. What is
/// not acknowledged, because the ESME refuses it, does not answer, or its connection ends, is sent again after a
/// while, until it is.
final class Deliveries {
    /// @param receipt and not a message from a subscriber
    /// @param retryNanos until it is sent again when it was not taken
    record Delivery(DeliverSm pdu, boolean receipt, long retryNanos) {}

    private final SimulatedOperator operator;
    private final Later later;
    private final Counters counters;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Delivery> waiting = new ArrayDeque<>();
    private final List<SmppSession> receivers = new ArrayList<>();
    private final AtomicLong outstandingReceipts = new AtomicLong();
    private int turn;

    Deliveries(SimulatedOperator operator, Later later) {
        this.operator = operator;
        this.later = later;
        counters = operator.counters();
    }

    void bound(SmppSession session) {
        lock.lock();
        try {
            receivers.add(session);
        } finally {
            lock.unlock();
        }
        pump();
    }

    void closed(SmppSession session) {
        lock.lock();
        try {
            receivers.remove(session);
        } finally {
            lock.unlock();
        }
    }

    /// @param maxPending over which the oldest one is dropped
    void add(Delivery delivery, int maxPending) {
        if (delivery.receipt) {
            outstandingReceipts.incrementAndGet();
        }
        lock.lock();
        try {
            if (waiting.size() >= maxPending) {
                drop(waiting.poll());
            }
            waiting.add(delivery);
        } finally {
            lock.unlock();
        }
        pump();
    }

    private void drop(Delivery oldest) {
        counters.add("deliveries_dropped");
        if (oldest.receipt) {
            counters.add("receipts_dropped");
            outstandingReceipts.decrementAndGet();
        }
    }

    private void again(Delivery delivery) {
        lock.lock();
        try {
            waiting.add(delivery);
        } finally {
            lock.unlock();
        }
        pump();
    }

    /// Offers what waits until no session has a free slot.
    void pump() {
        lock.lock();
        try {
            while (!waiting.isEmpty() && !operator.isSilent() && offer(waiting.peek())) {
                waiting.poll();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean offer(Delivery delivery) {
        for (int tried = 0; tried < receivers.size(); tried++) {
            SmppSession session = receivers.get(Math.floorMod(turn++, receivers.size()));
            if (session.offer(delivery.pdu, reply -> replied(delivery, reply)) == Offer.ACCEPTED) {
                counters.add("deliver_sm");
                if (delivery.receipt) {
                    counters.add("receipts_sent");
                }
                return true;
            }
        }
        return false;
    }

    private void replied(Delivery delivery, Reply<DeliverSmResp> reply) {
        if (reply.statusOrMinusOne() == 0) {
            counters.add("deliver_sm_taken");
            if (delivery.receipt) {
                counters.add("receipts_acknowledged");
                outstandingReceipts.decrementAndGet();
            }
        } else {
            counters.add("deliver_sm_not_taken");
            later.after(Math.max(1, delivery.retryNanos), () -> again(delivery));
        }
        pump();
    }

    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /// Receipts that were due and are neither acknowledged nor dropped.
    long outstandingReceipts() {
        return outstandingReceipts.get();
    }
}
