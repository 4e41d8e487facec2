package io.elchi.server.tracking;

import io.elchi.server.cluster.Shards;
import io.elchi.server.core.Clock;
import io.elchi.server.core.MessageId;
import io.elchi.server.db.Transactions;
import io.elchi.server.messages.ActiveMessages;
import io.elchi.server.messages.MessageProgress;
import io.elchi.server.messages.MessageStore;
import io.elchi.server.messages.MessageStore.Unfinished;
import io.elchi.server.messages.Outbound;
import io.elchi.server.messages.Outcome;
import io.elchi.server.observe.Health;
import io.elchi.server.queue.Lane;
import io.elchi.server.queue.WorkQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at unfinished messages of this process's shards: hands those to their queue that are in no memory, and
/// ends those that no operator will report on. The row is the outbox: whatever a crash lost, or no hint announced,
/// is found here.
final class Sweeper {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
    private static final int PAGE = 512;
    private static final Duration LOST = Duration.ofDays(1);
    /// A hint that did not come by then is lost.
    private static final Duration HINT = Duration.ofSeconds(2);
    /// So far back messages are looked for again: they may have been committed a while after they got their ids.
    private static final Duration OVERLAP = Duration.ofSeconds(2);
    /// What is older is found when it is due.
    private static final Duration OLDEST = Duration.ofSeconds(30);

    private static final int MOST_ACCEPTED = 4_096;

    private final MessageStore store;
    private final Transactions transactions;
    private final ActiveMessages activeMessages;
    private final Outbound outbound;
    private final WorkQueue<Outcome> outcomes;
    private final Times times;
    private final TrackingMetrics metrics;
    private final Shared shared;
    private final MessageLoader loader;
    /// How far each shard is that came to this process and is not looked through yet.
    private final Map<Long, Unfinished> recovering = new ConcurrentHashMap<>();
    private Instant acceptedUntil = Instant.MIN;

    /// Where messages are that this process has loaded.
    record Memory(ActiveMessages activeMessages, Outbound outbound, WorkQueue<Outcome> outcomes) {}

    /// @param recheck for those that wait in a queue
    /// @param receiptTimeout after a message's validity
    record Times(Clock clock, Duration recheck, Duration receiptTimeout) {}

    /// Which shards are this process's.
    ///
    /// @param hasOthers whether other processes accept messages of these shards
    record Shared(Shards shards, BooleanSupplier hasOthers) {}

    Sweeper(
            MessageStore store,
            Transactions transactions,
            Memory memory,
            Times times,
            TrackingMetrics metrics,
            Shared shared) {
        this.store = store;
        this.transactions = transactions;
        activeMessages = memory.activeMessages;
        outbound = memory.outbound;
        outcomes = memory.outcomes;
        this.times = times;
        this.metrics = metrics;
        this.shared = shared;
        loader = new MessageLoader(store, transactions, activeMessages, outbound, shared.shards, times.clock());
    }

    MessageLoader loader() {
        return loader;
    }

    /// Looks through all that an earlier owner of the shard left, from the next look on.
    void recover(long shard) {
        recovering.put(shard, Unfinished.LAST);
    }

    /// The shard is going to another process.
    void leave(long shard) {
        recovering.remove(shard);
    }

    /// One look. The first ones go through what an earlier process left, page by page.
    ///
    /// @return whether more is due: the next look need not wait
    boolean sweep() {
        outbound.sendRefused();
        Shards.Owned owned = shared.shards.owned();
        recovering.forEach((shard, before) -> recoverPage(owned, shard, before));
        if (shared.hasOthers.getAsBoolean()) {
            lookForUnannounced(owned);
        }
        if (owned.numbers().isEmpty() || outcomes.size() >= outcomes.capacity() / 2) {
            // What is ended here waits there: it would only grow.
            return false;
        }
        List<MessageId> due = store.due(owned.numbers(), times.clock().now(), PAGE);
        if (!due.isEmpty()) {
            look(due, owned, Map.of());
        }
        return due.size() == PAGE;
    }

    /// Whether everything that earlier processes left was looked at.
    boolean hasRecovered() {
        return recovering.isEmpty();
    }

    /// Whether everything that an earlier process left of the shard was looked at.
    boolean hasRecovered(long shard) {
        return !recovering.containsKey(shard);
    }

    /// New messages need not wait for it.
    Health.Status health() {
        return hasRecovered()
                ? Health.Status.up("everything that other processes left unfinished is looked at")
                : Health.Status.degraded("what other processes left unfinished is being looked at");
    }

    /// The newest first: they are worth most. Not by the clock, which may have been set since.
    private void recoverPage(Shards.Owned owned, long shard, Unfinished before) {
        if (!owned.has(shard)) {
            return;
        }
        List<Unfinished> page = store.unfinishedOf(shard, before, PAGE);
        if (!page.isEmpty()) {
            Map<MessageId, Instant> stored = new HashMap<>();
            page.forEach(each -> stored.put(each.message(), each.due()));
            look(page.stream().map(Unfinished::message).toList(), owned, stored);
        }
        if (page.size() < PAGE) {
            recovering.remove(shard, before);
        } else {
            recovering.replace(shard, before, page.getLast());
        }
    }

    /// Messages that other processes accepted some seconds ago: a hint may be lost.
    private void lookForUnannounced(Shards.Owned owned) {
        Instant now = times.clock().now();
        Instant to = now.minus(HINT);
        Instant from = acceptedUntil.isBefore(now.minus(OLDEST)) ? now.minus(OLDEST) : acceptedUntil.minus(OVERLAP);
        if (owned.numbers().isEmpty() || !from.isBefore(to)) {
            return;
        }
        List<MessageId> accepted = store.acceptedBetween(owned.numbers(), from, to, MOST_ACCEPTED);
        acceptedUntil =
                accepted.size() < MOST_ACCEPTED ? to : accepted.getLast().time().plus(OVERLAP);
        List<MessageId> unknown =
                accepted.stream().filter(id -> activeMessages.get(id) == null).toList();
        for (int at = 0; at < unknown.size() && activeMessages.hasCapacity(PAGE); at += PAGE) {
            metrics.unannounced(loader.load(unknown.subList(at, Math.min(unknown.size(), at + PAGE)), owned)
                    .sent());
        }
    }

    /// @param stored due times, as far as they are known. One that is right is not written: a client may move a
    ///     scheduled message in between.
    private void look(List<MessageId> messages, Shards.Owned owned, Map<MessageId, Instant> stored) {
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
        MessageLoader.Found found = loader.load(away, owned);
        found.own().forEach(progress -> again.put(progress.message().id(), next(progress, now)));
        if (found.sent() > 0) {
            LOG.info("handed {} unfinished messages to their queues", found.sent());
            metrics.recovered(found.sent());
        }
        lost(away, found.all(), now, again);
        again.entrySet().removeIf(each -> each.getValue().equals(stored.get(each.getKey())));
        if (again.isEmpty()) {
            return;
        }
        transactions.run(tx -> {
            store.recheck(tx, again);
            return null;
        });
    }

    private static void lost(
            Collection<MessageId> asked, List<MessageProgress> found, Instant now, Map<MessageId, Instant> again) {
        Set<MessageId> known = new HashSet<>();
        found.forEach(progress -> known.add(progress.message().id()));
        for (MessageId id : asked) {
            if (!known.contains(id)) {
                LOG.error("unfinished message {} is in no partition any more, or of a later release", id);
                // Nothing can be done for it here; it must not stand before the others for ever.
                again.put(id, now.plus(LOST));
            }
        }
    }

    /// When the message is to be looked at again; ends it when its time is over.
    private Instant next(MessageProgress progress, Instant now) {
        if (progress.message().isScheduled(now)) {
            return progress.message().times().notBefore();
        }
        Instant end = progress.message().validUntil().plus(times.receiptTimeout());
        if (!now.isBefore(end)) {
            if (loader.keep(progress)) {
                outcomes.again(new Outcome.NoReceipt(progress, now), Lane.SINGLE, Duration.ZERO);
            }
            return now.plus(times.recheck());
        }
        Instant soon = now.plus(times.recheck());
        return progress.hasPending() && soon.isBefore(end) ? soon : end;
    }
}
