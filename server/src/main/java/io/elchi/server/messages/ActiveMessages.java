package io.elchi.server.messages;

import io.elchi.server.core.MessageId;
import java.util.concurrent.ConcurrentHashMap;

/// The unfinished messages in the memory of this process: the sweeper skips them. A message that is not here may
/// still be unfinished; then its rows know all there is.
public final class ActiveMessages {
    private final ConcurrentHashMap<MessageId, MessageProgress> progresses = new ConcurrentHashMap<>();
    private final int capacity;

    /// @param capacity from which on no new messages are taken
    public ActiveMessages(int capacity) {
        this.capacity = capacity;
    }

    /// Adds a progress.
    ///
    /// @return false when one with this id is there already; it stays
    public boolean add(MessageProgress progress) {
        return progresses.putIfAbsent(progress.message().id(), progress) == null;
    }

    /// The progress of a message; null when it is not in memory.
    public MessageProgress get(MessageId id) {
        return progresses.get(id);
    }

    public void remove(MessageId id) {
        progresses.remove(id);
    }

    /// Forgets the messages of a shard: another process settles them. What still waits in a queue for them is not
    /// sent.
    public void forget(long shard) {
        progresses.values().removeIf(progress -> {
            boolean away = progress.shard() == shard;
            if (away) {
                progress.abandon();
            }
            return away;
        });
    }

    public int size() {
        return progresses.size();
    }

    public int capacity() {
        return capacity;
    }

    /// Whether one more may come in.
    ///
    /// @param coming how many come in before it
    public boolean hasCapacity(int coming) {
        return progresses.size() + coming < capacity;
    }
}
