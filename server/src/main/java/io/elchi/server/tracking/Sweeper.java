package io.elchi.server.tracking;

import io.elchi.server.core.Clock;
import io.elchi.server.core.MessageId;
import io.elchi.server.db.Transactions;
import io.elchi.server.messages.ActiveMessages;
import io.elchi.server.messages.MessageProgress;
import io.elchi.server.messages.MessageStore;
import io.elchi.server.messages.Outbound;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.SubmitTask;
import io.elchi.server.observe.Health;
import io.elchi.server.queue.Lane;
import io.elchi.server.queue.WorkQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at unfinished messages: hands those to their queue that are in no memory, and ends those that no operator
/// will report on. The row is the outbox: whatever a crash lost is found here.
final class Sweeper {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
    private static final int PAGE = 512;
    private static final Duration LOST = Duration.ofDays(1);

    private final MessageStore store;
    private final Transactions transactions;
    private final ActiveMessages activeMessages;
    private final Outbound outbound;
    private final WorkQueue<Outcome> outcomes;
    private final Times times;
    private final TrackingMetrics metrics;
    private MessageId recoverTo;
    private MessageId recoveredTo = new MessageId(0, 0);
    private volatile boolean recovered;

    /// @param recheck for those that wait in a queue
    /// @param receiptTimeout after a message's validity
    record Times(Clock clock, Duration recheck, Duration receiptTimeout) {}

    Sweeper(
            MessageStore store,
            Transactions transactions,
            ActiveMessages activeMessages,
            Outbound outbound,
            WorkQueue<Outcome> outcomes,
            Times times,
            TrackingMetrics metrics) {
        this.store = store;
        this.transactions = transactions;
        this.activeMessages = activeMessages;
        this.outbound = outbound;
        this.outcomes = outcomes;
        this.times = times;
        this.metrics = metrics;
    }

    /// One look. The first ones go through what an earlier process left, page by page.
    ///
    /// @return whether more is due: the next look need not wait
    boolean sweep() {
        outbound.sendRefused();
        if (!recovered) {
            recovered = recoverPage();
        }
        if (outcomes.size() >= outcomes.capacity() / 2) {
            // What is ended here waits there: it would only grow.
            return false;
        }
        List<MessageId> due = store.due(times.clock().now(), PAGE);
        if (!due.isEmpty()) {
            look(due);
        }
        return due.size() == PAGE;
    }

    /// Whether everything that an earlier process left was looked at.
    boolean hasRecovered() {
        return recovered;
    }

    /// New messages need not wait for it.
    Health.Status health() {
        return recovered
                ? Health.Status.up("everything that was unfinished at the start is looked at")
                : Health.Status.degraded("what was unfinished at the start is being looked at");
    }

    /// Not by the clock: it may have been set since the earlier process made its ids.
    private boolean recoverPage() {
        if (recoverTo == null) {
            recoverTo = store.newestUnfinished().orElse(recoveredTo);
        }
        List<MessageId> page = store.unfinished(recoveredTo, PAGE);
        List<MessageId> old =
                page.stream().filter(id -> id.compareTo(recoverTo) <= 0).toList();
        if (!old.isEmpty()) {
            look(old);
            recoveredTo = old.getLast();
        }
        return old.size() < PAGE;
    }

    private void look(List<MessageId> messages) {
        Instant now = times.clock().now();
        Map<MessageId, Instant> again = new HashMap<>();
        List<MessageId> away = new ArrayList<>();
        for (MessageId id : messages) {
            MessageProgress progress = activeMessages.get(id);
            if (progress == null) {
                away.add(id);
            } else {
                again.put(id, next(progress, now));
            }
        }
        int sent = 0;
        Set<MessageId> found = new HashSet<>();
        for (MessageProgress progress : store.load(away)) {
            MessageId id = progress.message().id();
            found.add(id);
            if (progress.isFinal()) {
                continue;
            }
            if (progress.message().isScheduled(now)) {
                again.put(id, progress.message().times().notBefore());
                continue;
            }
            if (progress.hasPending() && activeMessages.add(progress)) {
                sent += send(progress) ? 1 : 0;
            }
            again.put(id, next(progress, now));
        }
        if (sent > 0) {
            LOG.info("handed {} unfinished messages to their queues", sent);
            metrics.recovered(sent);
        }
        for (MessageId id : away) {
            if (!found.contains(id)) {
                LOG.error("unfinished message {} is in no partition any more", id);
                // Nothing can be done for it here; it must not stand before the others for ever.
                again.put(id, now.plus(LOST));
            }
        }
        transactions.run(tx -> {
            store.recheck(tx, again);
            return null;
        });
    }

    private boolean send(MessageProgress progress) {
        boolean queued = outbound.send(new SubmitTask(progress, progress.candidate(), 0, 1));
        if (!queued) {
            activeMessages.remove(progress.message().id());
        }
        return queued;
    }

    /// When the message is to be looked at again; ends it when its time is over.
    private Instant next(MessageProgress progress, Instant now) {
        Instant end = progress.message().validUntil().plus(times.receiptTimeout());
        if (!now.isBefore(end)) {
            activeMessages.add(progress);
            outcomes.again(new Outcome.NoReceipt(progress, now), Lane.SINGLE, Duration.ZERO);
            return now.plus(times.recheck());
        }
        Instant soon = now.plus(times.recheck());
        return progress.hasPending() && soon.isBefore(end) ? soon : end;
    }
}
