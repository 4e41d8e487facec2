package io.elchi.server.queue;

import io.elchi.server.core.MessageId;
import io.elchi.server.db.Tx;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.IntSupplier;

/// Brings messages, and what operators say of them, to the process that owns their shard now. It stands in front
/// of the owner's queues, which stay in its memory.
///
/// Its contract is a test that every adapter passes (`HandoffContract`).
public interface Handoff extends AutoCloseable {
    /// Attempts to settle an envelope, 10 s apart: for five minutes.
    int MOST_ATTEMPTS = 30;

    /// Tells the owner of the shard that these messages are accepted and stored. May be lost: the row is the
    /// outbox, and the owner looks for messages without a hint. Never waits, never fails. Not for shards of this
    /// process: their messages go to the queue as they are.
    void hint(long shard, Collection<MessageId> accepted);

    /// Keeps envelopes until the owner has settled them, as part of this transaction.
    void put(Tx tx, long shard, List<Envelope> envelopes) throws SQLException;

    /// Tells the owner, after the commit, that something was put.
    void committed(long shard);

    /// Removes envelopes that are settled, as part of the transaction that settles them.
    void done(Tx tx, Collection<UUID> ids) throws SQLException;

    /// The transaction of [#done] is committed.
    void settled(Collection<UUID> ids);

    /// The envelopes could not be settled: they come again after a while, or become dead letters after many times.
    void again(Collection<UUID> ids, String why);

    /// The envelopes can never be settled: they become dead letters.
    void abandon(Collection<UUID> ids, String why);

    /// Brings everything for the shard, from now on until the subscription is closed.
    ///
    /// @param credit how many envelopes more may come now
    Subscription own(long shard, Sink sink, IntSupplier credit);

    @Override
    void close();

    /// What crosses from a process to another one; readers leave alone kinds that they do not know.
    ///
    /// @param id a random one: what is put twice with it comes once
    /// @param kind of the payload
    /// @param payload begins with the version of its form
    record Envelope(UUID id, int kind, byte[] payload) {}

    /// Where things arrive; called by the adapter's thread.
    interface Sink {
        /// Messages of the shard are accepted. Some may be known already.
        void accepted(long shard, Collection<MessageId> messages);

        /// An envelope of the shard. One may come again when it is not done.
        ///
        /// @return false when there is no capacity: it comes again
        boolean kept(long shard, Envelope envelope);

        /// The kinds of envelopes that it knows.
        Collection<Integer> kinds();
    }

    /// Until it is closed, things arrive. When [#close] returns, nothing arrives any more.
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
