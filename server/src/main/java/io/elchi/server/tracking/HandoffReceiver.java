package io.elchi.server.tracking;

import io.elchi.server.cluster.Shards;
import io.elchi.server.core.MessageId;
import io.elchi.server.messages.ActiveMessages;
import io.elchi.server.messages.InboxOctets;
import io.elchi.server.messages.Outcome;
import io.elchi.server.observe.Metrics;
import io.elchi.server.queue.Handoff;
import io.elchi.server.queue.Lane;
import io.elchi.server.queue.WorkQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes what comes from other processes for this one's shards.
final class HandoffReceiver implements Handoff.Sink {
    private static final Logger LOG = LoggerFactory.getLogger(HandoffReceiver.class);
    private static final int PAGE = 512;
    private static final int MOST_UNSETTLED = 1_024;

    private final Handoff handoff;
    private final MessageLoader loader;
    private final ActiveMessages activeMessages;
    private final Shards shards;
    private final WorkQueue<Outcome> outcomes;
    private final Metrics.Count loaded;
    private final Map<Long, Handoff.Subscription> subscriptions = new ConcurrentHashMap<>();

    HandoffReceiver(
            Handoff handoff,
            MessageLoader loader,
            ActiveMessages activeMessages,
            Shards shards,
            WorkQueue<Outcome> outcomes,
            Metrics.Count loaded) {
        this.handoff = handoff;
        this.loader = loader;
        this.activeMessages = activeMessages;
        this.shards = shards;
        this.outcomes = outcomes;
        this.loaded = loaded;
    }

    void own(long shard) {
        subscriptions.put(shard, handoff.own(shard, this, this::credit));
    }

    void leave(long shard) {
        Handoff.Subscription subscription = subscriptions.remove(shard);
        if (subscription != null) {
            subscription.close();
        }
    }

    private int credit() {
        return Math.min(MOST_UNSETTLED, outcomes.capacity() / 2) - outcomes.size();
    }

    @Override
    public void accepted(long shard, Collection<MessageId> messages) {
        Shards.Owned before = shards.owned();
        List<MessageId> unknown = new ArrayList<>(messages.size());
        for (MessageId id : messages) {
            if (activeMessages.get(id) == null) {
                unknown.add(id);
            }
        }
        for (int from = 0; from < unknown.size(); from += PAGE) {
            List<MessageId> page = unknown.subList(from, Math.min(unknown.size(), from + PAGE));
            if (!activeMessages.hasCapacity(page.size())) {
                // Their rows wait until there is capacity.
                return;
            }
            loaded.add(loader.load(page, before).sent());
        }
    }

    @Override
    public boolean kept(long shard, Handoff.Envelope envelope) {
        Optional<Outcome> outcome = InboxOctets.read(envelope, new InboxRow(handoff, envelope.id()));
        if (outcome.isEmpty()) {
            LOG.warn("row {} of the inbox cannot be read by this release", envelope.id());
            handoff.again(List.of(envelope.id()), "this release cannot read it");
            return true;
        }
        return outcomes.offer(outcome.get(), Lane.SINGLE);
    }

    @Override
    public Collection<Integer> kinds() {
        return InboxOctets.KINDS;
    }
}
