package io.elchi.server.messages.store;

import io.elchi.server.cluster.ShardId;
import io.elchi.server.db.Tx;
import io.elchi.server.messages.Message;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/// Writes which messages are unfinished, and the figures of their acceptance. A transaction of few messages pays for
/// each statement by itself, so this is one, which PostgreSQL keeps prepared.
final class AcceptedRows {
    private static final String INSERT = "WITH counted AS (INSERT INTO messages.figure_deltas (format, groups)"
            + " SELECT ?, groups FROM (VALUES (?::bytea)) AS figures (groups) WHERE groups IS NOT NULL)"
            + " INSERT INTO messages.unfinished (message_id, due, shard)"
            + " SELECT message, timestamptz 'epoch' + micros * interval '1 microsecond', shard"
            + " FROM unnest(?::uuid[], ?::bigint[], ?::bigint[]) AS accepted (message, micros, shard)";

    private AcceptedRows() {}

    static void insert(Tx tx, List<Message> accepted, Duration recheckAfter) throws SQLException {
        UUID[] ids = new UUID[accepted.size()];
        Long[] due = new Long[ids.length];
        Long[] shards = new Long[ids.length];
        FigureDeltas figures = new FigureDeltas();
        for (int i = 0; i < ids.length; i++) {
            Message message = accepted.get(i);
            ids[i] = message.id().uuid();
            due[i] = ChronoUnit.MICROS.between(Instant.EPOCH, message.firstCheck(recheckAfter));
            shards[i] = ShardId.of(message.candidates().getFirst().operatorId());
            figures.accepted(message);
        }
        Connection connection = tx.connection();
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setInt(1, FigureOctets.FORMAT);
            insert.setBytes(2, figures.octets());
            insert.setArray(3, connection.createArrayOf("uuid", ids));
            insert.setArray(4, connection.createArrayOf("bigint", due));
            insert.setArray(5, connection.createArrayOf("bigint", shards));
            int stored = insert.executeUpdate();
            if (stored != ids.length) {
                throw new IllegalStateException(stored + " unfinished messages were stored of " + ids.length);
            }
        }
    }
}
