package io.elchi.server.tracking;

import io.elchi.server.cluster.Shards;
import io.elchi.server.core.MessageId;
import io.elchi.server.db.Tx;
import io.elchi.server.messages.ActiveMessages;
import io.elchi.server.messages.MessageProgress;
import io.elchi.server.messages.MessageStore;
import io.elchi.server.queue.Handoff;
import io.elchi.server.queue.Handoff.Envelope;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// What a settling transaction does about shards: it checks their epochs, gives messages to the shard of their
/// next operator, and stores what another process has to settle.
final class ShardWriter {
    private final Shards shards;
    private final Handoff handoff;
    private final MessageStore store;
    private final ActiveMessages activeMessages;
    private final Duration recheckAfter;

    /// Something for the owner of another shard.
    ///
    /// @param acknowledge to be called when it is stored
    record Forward(long shard, Envelope envelope, Runnable acknowledge) {}

    ShardWriter(
            Shards shards, Handoff handoff, MessageStore store, ActiveMessages activeMessages, Duration recheckAfter) {
        this.shards = shards;
        this.handoff = handoff;
        this.store = store;
        this.activeMessages = activeMessages;
        this.recheckAfter = recheckAfter;
    }

    /// First of all in the transaction: this process still has the shards that the messages were in.
    void fence(Tx tx, Collection<MessageUpdate> updates) throws SQLException {
        Set<Long> touched = new HashSet<>();
        for (MessageUpdate update : updates) {
            touched.add(update.shard());
            if (update.hasMoved() && shards.owns(update.progress().shard())) {
                touched.add(update.progress().shard());
            }
        }
        shards.fence(tx, touched);
    }

    /// Whether there is anything to write beside what the messages' own rows say.
    static boolean isEmpty(Collection<MessageUpdate> updates, List<Forward> forwards, List<Runnable> acknowledgements) {
        return forwards.isEmpty() && rows(updates, forwards, acknowledgements).isEmpty();
    }

    void write(
            Tx tx,
            Collection<MessageUpdate> updates,
            List<Forward> forwards,
            List<Runnable> acknowledgements,
            Instant now)
            throws SQLException {
        Map<MessageId, Long> moved = new HashMap<>();
        for (MessageUpdate update : updates) {
            if (update.hasMoved()) {
                moved.put(update.message().id(), update.progress().shard());
            }
        }
        if (!moved.isEmpty()) {
            store.move(tx, moved, now.plus(recheckAfter));
        }
        Map<Long, List<Envelope>> envelopes = new HashMap<>();
        for (Forward forward : forwards) {
            envelopes.computeIfAbsent(forward.shard, _ -> new ArrayList<>()).add(forward.envelope);
        }
        for (Map.Entry<Long, List<Envelope>> each : envelopes.entrySet()) {
            handoff.put(tx, each.getKey(), each.getValue());
        }
        List<UUID> done = rows(updates, forwards, acknowledgements);
        if (!done.isEmpty()) {
            handoff.done(tx, done);
        }
    }

    private static List<UUID> rows(
            Collection<MessageUpdate> updates, List<Forward> forwards, List<Runnable> acknowledgements) {
        List<UUID> rows = new ArrayList<>(0);
        updates.forEach(update -> collect(update.acknowledgements(), rows));
        forwards.forEach(forward -> collect(List.of(forward.acknowledge), rows));
        collect(acknowledgements, rows);
        return rows;
    }

    private static void collect(List<Runnable> acknowledgements, List<UUID> rows) {
        for (Runnable each : acknowledgements) {
            if (each instanceof InboxRow row) {
                rows.add(row.id());
            }
        }
    }

    /// After the commit: tells the owner, and the sender of it.
    void act(Forward forward) {
        forward.acknowledge.run();
        handoff.committed(forward.shard);
    }

    /// After the commit: a message that is in another process's shard now leaves this one's memory.
    ///
    /// @return whether it left
    boolean leave(MessageUpdate update) {
        MessageProgress progress = update.progress();
        long shard = progress.shard();
        if (!update.hasMoved() || shards.owns(shard)) {
            return false;
        }
        activeMessages.remove(update.message().id());
        // What still waits in a queue for it here must not be sent beside what its new owner sends.
        progress.abandon();
        handoff.hint(shard, List.of(update.message().id()));
        return true;
    }

    /// It could not be settled.
    static void again(List<Runnable> acknowledgements, String why) {
        for (Runnable each : acknowledgements) {
            if (each instanceof InboxRow row) {
                row.again(why);
            }
        }
    }

    /// It can never be settled.
    static void abandon(List<Runnable> acknowledgements, String why) {
        for (Runnable each : acknowledgements) {
            if (each instanceof InboxRow row) {
                row.abandon(why);
            }
        }
    }
}
