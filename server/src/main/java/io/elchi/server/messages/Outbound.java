package io.elchi.server.messages;

import io.elchi.server.core.MessageClass;
import io.elchi.server.queue.Lane;
import io.elchi.server.queue.OutboundQueues;
import io.elchi.server.queue.WorkQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/// Hands messages to their operators' queues. What a queue refuses is not lost: the sweeper comes back to it.
public final class Outbound {
    /// Of a queue, in the order of the classes.
    private static final double[] SHARES = {1, 0.75, 0.625, 0.5};

    private final OutboundQueues<SubmitTask> queues;
    private final ElsewhereQueues elsewhere;
    /// Parts of messages in memory that a full queue refused; at most as many as these messages have parts.
    private final ConcurrentLinkedQueue<SubmitTask> refused = new ConcurrentLinkedQueue<>();

    public Outbound(OutboundQueues<SubmitTask> queues) {
        this(queues, ElsewhereQueues.NONE);
    }

    public Outbound(OutboundQueues<SubmitTask> queues, ElsewhereQueues elsewhere) {
        this.queues = queues;
        this.elsewhere = elsewhere;
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
        if (elsewhere.has(operatorId)) {
            // All processes have the same setting. What one account has there is not known.
            return elsewhere.waiting(operatorId) + coming < share;
        }
        return queue.size() + coming < share && queue.sizeOf(account) + coming < Math.max(1, share / 2);
    }

    /// Takes messages out of an operator's queue that fit; nobody else sends them any more.
    public List<SubmitTask> remove(long operatorId, Predicate<SubmitTask> fits, int most) {
        return queues.of(operatorId).remove(fits, most);
    }

    /// Forgets what waits for these operators: another process sends it.
    public void forget(Collection<Long> operatorIds) {
        operatorIds.forEach(id -> queues.of(id).clear());
    }

    /// How many messages wait for an operator here.
    public int waiting(long operatorId) {
        return queues.of(operatorId).size();
    }

    /// When the oldest message was accepted that waits for an operator here and is not put off; null: there is
    /// none.
    public Instant oldest(long operatorId) {
        Instant[] oldest = {null};
        queues.of(operatorId).forEachFirst(task -> {
            Instant accepted = task.message().acceptedAt();
            oldest[0] = oldest[0] == null || accepted.isBefore(oldest[0]) ? accepted : oldest[0];
        });
        return oldest[0];
    }

    /// The number of messages in all queues, those of other processes included.
    public int waiting() {
        int[] sum = {elsewhere.waiting()};
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
