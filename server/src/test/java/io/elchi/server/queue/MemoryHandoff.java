package io.elchi.server.queue;

import io.elchi.server.core.MessageId;
import io.elchi.server.db.MemoryTransactions.MemoryTx;
import io.elchi.server.db.Tx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntSupplier;

/// The twin of the hand-off by PostgreSQL, in one thread: things arrive when [#deliver] is called. All processes
/// of a test share its rows and hints; each has a view of its own.
public final class MemoryHandoff {
    private record Row(long shard, Handoff.Envelope envelope) {}

    private final Map<UUID, Row> inbox = new LinkedHashMap<>();
    private final Map<Long, List<MessageId>> hints = new HashMap<>();

    /// How many envelopes wait.
    public int waiting() {
        return inbox.size();
    }

    /// Nobody hears what was told until now.
    public void loseHints() {
        hints.clear();
    }

    /// What one process sees.
    public final class View implements Handoff {
        private final Map<Long, Owned> owned = new HashMap<>();
        private final Set<UUID> taken = new HashSet<>();
        private boolean away;

        private record Owned(Sink sink, IntSupplier credit) {}

        /// While it is away, hints are lost and nothing can be put.
        public void away(boolean isAway) {
            away = isAway;
        }

        @Override
        public void hint(long shard, Collection<MessageId> accepted) {
            if (!away) {
                hints.computeIfAbsent(shard, _ -> new ArrayList<>()).addAll(accepted);
            }
        }

        @Override
        public void put(Tx tx, long shard, List<Envelope> envelopes) {
            for (Envelope envelope : envelopes) {
                if (inbox.putIfAbsent(envelope.id(), new Row(shard, envelope)) == null) {
                    ((MemoryTx) tx).undo(() -> inbox.remove(envelope.id()));
                }
            }
        }

        @Override
        public void committed(long shard) {
            // It is seen at the next delivery.
        }

        @Override
        public void done(Tx tx, Collection<UUID> ids) {
            for (UUID id : ids) {
                Row row = inbox.remove(id);
                if (row != null) {
                    ((MemoryTx) tx).undo(() -> inbox.put(id, row));
                }
            }
        }

        @Override
        public void settled(Collection<UUID> ids) {
            taken.removeAll(ids);
        }

        @Override
        public void again(Collection<UUID> ids, String why) {
            taken.removeAll(ids);
        }

        @Override
        public void abandon(Collection<UUID> ids, String why) {
            ids.forEach(inbox::remove);
            taken.removeAll(ids);
        }

        @Override
        public Subscription own(long shard, Sink sink, IntSupplier credit) {
            Owned fresh = new Owned(sink, credit);
            owned.put(shard, fresh);
            // Told before: nobody heard it.
            hints.remove(shard);
            return () -> {
                owned.remove(shard, fresh);
                taken.removeIf(id -> !inbox.containsKey(id) || inbox.get(id).shard == shard);
            };
        }

        /// Lets arrive what came.
        public void deliver() {
            owned.forEach((shard, each) -> {
                List<MessageId> told = hints.remove(shard);
                if (told != null) {
                    each.sink.accepted(shard, told);
                }
            });
            for (Row row : List.copyOf(inbox.values())) {
                Owned each = owned.get(row.shard);
                boolean wanted = each != null && each.sink.kinds().contains(row.envelope.kind());
                if (wanted && each.credit.getAsInt() > 0 && taken.add(row.envelope.id())) {
                    boolean kept = each.sink.kept(row.shard, row.envelope);
                    if (!kept) {
                        taken.remove(row.envelope.id());
                    }
                }
            }
        }

        @Override
        public void close() {
            owned.clear();
        }
    }
}
