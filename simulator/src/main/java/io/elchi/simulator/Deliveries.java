package io.elchi.simulator;

import io.elchi.smpp.pdu.DeliverSm;
import io.elchi.smpp.session.Offer;
import io.elchi.smpp.session.SmppSession;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// deliver_sm for one system_id: in order, over its receiving sessions in turn, kept while there is none, sent again
/// when it was not taken.
final class Deliveries {
    private final Later later;
    private final Counters counters;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<DeliverSm> waiting = new ArrayDeque<>();
    private final List<SmppSession> receivers = new ArrayList<>();
    private int turn;

    Deliveries(Later later, Counters counters) {
        this.later = later;
        this.counters = counters;
    }

    void bound(SmppSession session) {
        lock.lock();
        try {
            receivers.add(session);
        } finally {
            lock.unlock();
        }
        pump(0);
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
    void add(DeliverSm delivery, int maxPending, long retryNanos) {
        lock.lock();
        try {
            if (waiting.size() >= maxPending) {
                waiting.poll();
                counters.add("deliveries_dropped");
            }
            waiting.add(delivery);
        } finally {
            lock.unlock();
        }
        pump(retryNanos);
    }

    /// Offers what waits until nobody has room.
    private void pump(long retryNanos) {
        lock.lock();
        try {
            while (!waiting.isEmpty() && offer(waiting.peek(), retryNanos)) {
                waiting.poll();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean offer(DeliverSm delivery, long retryNanos) {
        for (int tried = 0; tried < receivers.size(); tried++) {
            SmppSession session = receivers.get(turn++ % receivers.size());
            Offer offer = session.offer(delivery, reply -> {
                if (reply.statusOrMinusOne() == 0) {
                    counters.add("deliver_sm_taken");
                    pump(retryNanos);
                } else {
                    counters.add("deliver_sm_not_taken");
                    later.after(Math.max(1, retryNanos), () -> add(delivery, Integer.MAX_VALUE, retryNanos));
                }
            });
            if (offer == Offer.ACCEPTED) {
                counters.add("deliver_sm");
                return true;
            }
        }
        return false;
    }

    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }
}
