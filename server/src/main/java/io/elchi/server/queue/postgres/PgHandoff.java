package io.elchi.server.queue.postgres;

import io.elchi.server.core.MessageId;
import io.elchi.server.db.Database;
import io.elchi.server.db.Tx;
import io.elchi.server.observe.Metrics;
import io.elchi.server.queue.Handoff;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.IntSupplier;

/// Hints as notifications with ids, envelopes as rows of `queue.inbox`.
public final class PgHandoff implements Handoff {
    private final HintSender hints;
    private final Arrivals arrivals;
    private final AbandonedRows letters;

    public PgHandoff(Database database, Metrics metrics) {
        hints = new HintSender(database, metrics);
        arrivals = new Arrivals(database, metrics);
        letters = new AbandonedRows(database, metrics);
    }

    /// Of the notifications for a shard.
    static String channel(long shard) {
        return "elchi_shard_" + shard;
    }

    @Override
    public void hint(long shard, Collection<MessageId> accepted) {
        hints.offer(shard, accepted);
    }

    @Override
    public void put(Tx tx, long shard, List<Envelope> envelopes) throws SQLException {
        try (PreparedStatement insert = tx.connection()
                .prepareStatement("INSERT INTO queue.inbox (id, shard, kind, payload) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT DO NOTHING")) {
            for (Envelope envelope : envelopes) {
                insert.setObject(1, envelope.id());
                insert.setLong(2, shard);
                insert.setInt(3, envelope.kind());
                insert.setBytes(4, envelope.payload());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    @Override
    public void committed(long shard) {
        hints.offer(shard, List.of());
    }

    @Override
    public void done(Tx tx, Collection<UUID> ids) throws SQLException {
        try (PreparedStatement delete =
                tx.connection().prepareStatement("DELETE FROM queue.inbox WHERE id = ANY (?)")) {
            delete.setArray(1, tx.connection().createArrayOf("uuid", ids.toArray()));
            delete.executeUpdate();
        }
    }

    @Override
    public void settled(Collection<UUID> ids) {
        arrivals.settled(ids);
    }

    @Override
    public void again(Collection<UUID> ids, String why) {
        letters.failed(ids, why);
        arrivals.again(ids);
    }

    @Override
    public void abandon(Collection<UUID> ids, String why) {
        if (letters.abandon(ids, why)) {
            arrivals.settled(ids);
        } else {
            arrivals.again(ids);
        }
    }

    @Override
    public Subscription own(long shard, Sink sink, IntSupplier credit) {
        return arrivals.own(shard, sink, credit);
    }

    @Override
    public void close() {
        hints.close();
        arrivals.close();
    }
}
