package io.elchi.server.tracking;

import io.elchi.server.cluster.Shards;
import io.elchi.server.core.Clock;
import io.elchi.server.core.MessageId;
import io.elchi.server.db.Transactions;
import io.elchi.server.messages.ActiveMessages;
import io.elchi.server.messages.MessageProgress;
import io.elchi.server.messages.MessageStore;
import io.elchi.server.messages.Outbound;
import io.elchi.server.messages.SubmitTask;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Loads messages of this process's shards from their rows into memory, and hands what waits of them to the
/// queues.
final class MessageLoader {
    private final MessageStore store;
    private final Transactions transactions;
    private final ActiveMessages activeMessages;
    private final Outbound outbound;
    private final Shards shards;
    private final Clock clock;

    MessageLoader(
            MessageStore store,
            Transactions transactions,
            ActiveMessages activeMessages,
            Outbound outbound,
            Shards shards,
            Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
        this.store = store;
        this.activeMessages = activeMessages;
        this.outbound = outbound;
        this.shards = shards;
    }

    /// What was found of the messages that were asked for.
    ///
    /// @param all that the store has, those of other processes' shards included
    /// @param own those that are this process's, and have no end
    /// @param sent how many went to a queue
    record Found(List<MessageProgress> all, List<MessageProgress> own, int sent) {}

    /// @param before the shards from before it was known which messages to load: what another process did while it
    ///     had the shard is in the rows then
    Found load(Collection<MessageId> messages, Shards.Owned before) {
        List<MessageProgress> all = store.load(messages);
        if (!all.isEmpty()) {
            // What is sent must have been accepted after a failover, too.
            transactions.confirm();
        }
        List<MessageProgress> own = new ArrayList<>(all.size());
        int sent = 0;
        Instant time = clock.now();
        Shards.Owned now = shards.enter();
        try {
            for (MessageProgress progress : all) {
                long shard = progress.shard();
                boolean mine = now.has(shard) && now.epoch(shard) == before.epoch(shard);
                if (mine && !progress.isFinal()) {
                    own.add(progress);
                    boolean due = !progress.message().isScheduled(time);
                    if (due && progress.hasPending() && activeMessages.add(progress)) {
                        sent += send(progress) ? 1 : 0;
                    }
                }
            }
        } finally {
            shards.exit();
        }
        return new Found(all, own, sent);
    }

    private boolean send(MessageProgress progress) {
        boolean queued = outbound.send(new SubmitTask(progress, progress.candidate(), 0, 1));
        if (!queued) {
            activeMessages.remove(progress.message().id());
        }
        return queued;
    }

    /// Keeps a message in memory while its end is being settled.
    ///
    /// @return false when its shard is another process's
    boolean keep(MessageProgress progress) {
        Shards.Owned now = shards.enter();
        try {
            if (!now.has(progress.shard())) {
                return false;
            }
            activeMessages.add(progress);
            return true;
        } finally {
            shards.exit();
        }
    }
}
