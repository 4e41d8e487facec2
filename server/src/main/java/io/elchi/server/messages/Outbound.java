package io.elchi.server.messages;

import io.elchi.server.queue.Lane;
import io.elchi.server.queue.OutboundQueues;
import io.elchi.server.queue.WorkQueue;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Hands messages to their operators' queues. What a queue refuses is not lost: the sweeper comes back to it.
public final class Outbound {
    private final OutboundQueues<Dispatch> queues;
    /// Parts of messages in memory that a full queue refused; at most as many as these messages have parts.
    private final ConcurrentLinkedQueue<Dispatch> refused = new ConcurrentLinkedQueue<>();

    public Outbound(OutboundQueues<Dispatch> queues) {
        this.queues = queues;
    }

    /// @return false when the queue is full
    public boolean send(Dispatch dispatch) {
        return queue(dispatch).offer(dispatch, lane(dispatch));
    }

    /// Sends parts of a message that stays in memory, after a delay. A full queue gets them from [#sendRefused].
    public void sendLater(Dispatch dispatch, Duration delay) {
        boolean queued = delay.isZero() ? send(dispatch) : queue(dispatch).offerLater(dispatch, lane(dispatch), delay);
        if (!queued) {
            refused.add(dispatch);
        }
    }

    /// Offers once more what full queues refused.
    public void sendRefused() {
        for (int left = refused.size(); left > 0; left--) {
            Dispatch dispatch = refused.poll();
            if (dispatch != null && !dispatch.isStale()) {
                sendLater(dispatch, Duration.ZERO);
            }
        }
    }

    /// Whether an operator's queue takes more; what is asked of it is a moment old.
    public boolean hasRoom(long operatorId) {
        WorkQueue<Dispatch> queue = queues.of(operatorId);
        return queue.size() < queue.capacity();
    }

    /// How many messages wait, for whichever operator.
    public int waiting() {
        int[] sum = {0};
        queues.forEach((_, queue) -> sum[0] += queue.size());
        return sum[0];
    }

    private WorkQueue<Dispatch> queue(Dispatch dispatch) {
        return queues.of(dispatch.operatorId());
    }

    private static Lane lane(Dispatch dispatch) {
        Message message = dispatch.message();
        return new Lane(message.messageClass(), message.accountId(), message.weight());
    }
}
