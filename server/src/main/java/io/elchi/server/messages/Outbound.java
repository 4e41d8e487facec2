package io.elchi.server.messages;

import io.elchi.server.core.MessageClass;
import io.elchi.server.queue.Lane;
import io.elchi.server.queue.OutboundQueues;
import io.elchi.server.queue.WorkQueue;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Hands messages to their operators' queues. What a queue refuses is not lost: the sweeper comes back to it.
public final class Outbound {
    /// Of a queue, in the order of the classes.
    private static final double[] SHARES = {1, 0.75, 0.625, 0.5};

    private final OutboundQueues<SubmitTask> queues;
    /// Parts of messages in memory that a full queue refused; at most as many as these messages have parts.
    private final ConcurrentLinkedQueue<SubmitTask> refused = new ConcurrentLinkedQueue<>();

    public Outbound(OutboundQueues<SubmitTask> queues) {
        this.queues = queues;
    }

    /// @return false when the queue is full
    public boolean send(SubmitTask task) {
        return queue(task).offer(task, lane(task));
    }

    /// Sends parts of a message that stays in memory, after a delay. A full queue gets them from [#sendRefused].
    public void sendLater(SubmitTask task, Duration delay) {
        boolean queued = delay.isZero() ? send(task) : queue(task).offerLater(task, lane(task), delay);
        if (!queued) {
            refused.add(task);
        }
    }

    /// Offers once more what full queues refused.
    public void sendRefused() {
        for (int left = refused.size(); left > 0; left--) {
            SubmitTask task = refused.poll();
            if (task != null && !task.isStale()) {
                sendLater(task, Duration.ZERO);
            }
        }
    }

    /// Whether an operator's queue takes one more message of this class and account. Each class may fill a share
    /// of the queue, so that a higher class still finds a place; one account may fill half of the share of its
    /// class. What is asked of the queue is a moment old.
    ///
    /// @param coming how many messages of the same request go to this operator before it
    public boolean hasCapacity(long operatorId, MessageClass messageClass, long account, int coming) {
        WorkQueue<SubmitTask> queue = queues.of(operatorId);
        int share = (int) Math.max(1, queue.capacity() * SHARES[messageClass.ordinal()]);
        return queue.size() + coming < share && queue.sizeOf(account) + coming < Math.max(1, share / 2);
    }

    /// The number of messages in all queues.
    public int waiting() {
        int[] sum = {0};
        queues.forEach((_, queue) -> sum[0] += queue.size());
        return sum[0];
    }

    private WorkQueue<SubmitTask> queue(SubmitTask task) {
        return queues.of(task.operatorId());
    }

    private static Lane lane(SubmitTask task) {
        Message message = task.message();
        return new Lane(
                message.messageClass(), message.accountId(), message.owner().weight());
    }
}
