package io.elchi.server.messages.store;

import io.elchi.server.cluster.ShardId;
import io.elchi.server.core.MessageId;
import io.elchi.server.messages.EventKind;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.MessageStore.Unfinished;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Questions about `messages.unfinished`, by shard.
final class UnfinishedQueries {
    private static final String PAGE = "SELECT message_id, due FROM messages.unfinished WHERE shard = ?"
            + " AND (due, message_id) < (?, ?) ORDER BY due DESC, message_id DESC LIMIT ?";
    /// The index gives the first ones of each shard.
    private static final String DUE = "SELECT u.message_id FROM unnest(?::bigint[]) AS s (shard) CROSS JOIN LATERAL"
            + " (SELECT message_id, due FROM messages.unfinished WHERE shard = s.shard AND due <= ?"
            + " ORDER BY due LIMIT ?) u ORDER BY u.due LIMIT ?";
    private static final String BETWEEN = "SELECT message_id FROM messages.unfinished WHERE message_id >= ?"
            + " AND message_id < ? AND shard = ANY (?) ORDER BY message_id LIMIT ?";
    /// Jumps from shard to shard in the index.
    private static final String SHARDS = "WITH RECURSIVE s (shard) AS ((SELECT shard FROM messages.unfinished"
            + " ORDER BY shard LIMIT 1) UNION ALL SELECT (SELECT u.shard FROM messages.unfinished u"
            + " WHERE u.shard > s.shard ORDER BY u.shard LIMIT 1) FROM s WHERE s.shard IS NOT NULL)"
            + " SELECT shard FROM s WHERE shard IS NOT NULL";

    private UnfinishedQueries() {}

    static List<Unfinished> page(JdbcClient jdbc, long shard, Unfinished before, int limit) {
        return jdbc.sql(PAGE)
                .params(
                        shard,
                        before.due().atOffset(ZoneOffset.UTC),
                        before.message().uuid(),
                        limit)
                .query((row, _) -> new Unfinished(
                        MessageId.of(row.getObject("message_id", UUID.class)),
                        row.getObject("due", OffsetDateTime.class).toInstant()))
                .list();
    }

    static List<MessageId> due(JdbcClient jdbc, Collection<Long> shards, Instant now, int limit) {
        return ids(jdbc.sql(DUE).params(shards.toArray(Long[]::new), now.atOffset(ZoneOffset.UTC), limit, limit));
    }

    static List<MessageId> acceptedBetween(
            JdbcClient jdbc, Collection<Long> shards, Instant from, Instant to, int limit) {
        return ids(jdbc.sql(BETWEEN)
                .params(
                        MessageId.firstAt(from).uuid(),
                        MessageId.firstAt(to).uuid(),
                        shards.toArray(Long[]::new),
                        limit));
    }

    static Set<Long> shards(JdbcClient jdbc) {
        return Set.copyOf(jdbc.sql(SHARDS).query(Long.class).list());
    }

    private static List<MessageId> ids(JdbcClient.StatementSpec question) {
        return question.query(UUID.class).list().stream().map(MessageId::of).toList();
    }

    /// A sweeper that has looked at it has moved its due time away from the time that it was scheduled for.
    static boolean lockScheduled(Connection connection, MessageId message, Instant notBefore) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("SELECT 1 FROM messages.unfinished u"
                + " JOIN messages.messages m ON m.id = u.message_id"
                + " WHERE u.message_id = ? AND m.not_before = u.due AND u.due = ? FOR UPDATE OF u")) {
            lock.setObject(1, message.uuid());
            lock.setObject(2, notBefore.atOffset(ZoneOffset.UTC));
            try (ResultSet row = lock.executeQuery()) {
                return row.next();
            }
        }
    }

    static void makeReplaceable(Connection connection, Map<MessageId, byte[]> keys) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE messages.unfinished u SET replace_key = n.key"
                        + " FROM unnest(?::uuid[], ?::bytea[]) AS n (id, key) WHERE u.message_id = n.id")) {
            update.setArray(1, connection.createArrayOf("uuid", MessageReader.uuids(keys.keySet())));
            update.setArray(2, connection.createArrayOf("bytea", keys.values().toArray(byte[][]::new)));
            update.executeUpdate();
        }
    }

    /// A message that was handed to a queue has another due time.
    static Optional<MessageId> findReplaceable(JdbcClient jdbc, byte[] key, Instant after) {
        return ids(jdbc.sql("SELECT u.message_id FROM messages.unfinished u JOIN messages.messages m"
                                + " ON m.id = u.message_id WHERE u.replace_key = ? AND m.not_before = u.due AND u.due > ?"
                                + " ORDER BY u.message_id DESC LIMIT 1")
                        .params(key, after.atOffset(ZoneOffset.UTC)))
                .stream()
                .findFirst();
    }

    /// To be asked after the lock, by a statement of its own: it sees what another one committed before the lock.
    static int changes(Connection connection, MessageId message) throws SQLException {
        try (PreparedStatement count = connection.prepareStatement(
                "SELECT count(*) FROM messages.events WHERE message_id = ? AND part = 0 AND kind = ?")) {
            count.setObject(1, message.uuid());
            count.setInt(2, EventKind.RESCHEDULED.number());
            try (ResultSet row = count.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    /// Removes the row of a message whose content is not encrypted, for another one of the same id.
    static boolean remove(Connection connection, MessageId message) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM messages.messages WHERE id = ? AND content_key IS NULL")) {
            delete.setObject(1, message.uuid());
            return delete.executeUpdate() == 1;
        }
    }

    static void put(Connection connection, Message scheduled) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE messages.unfinished SET due = ?, shard = ? WHERE message_id = ?")) {
            update.setObject(1, scheduled.times().notBefore().atOffset(ZoneOffset.UTC));
            update.setLong(2, ShardId.of(scheduled.candidates().getFirst().operatorId()));
            update.setObject(3, scheduled.id().uuid());
            update.executeUpdate();
        }
    }

    static void reschedule(Connection connection, MessageId message, Instant notBefore, Instant validUntil)
            throws SQLException {
        OffsetDateTime due = notBefore.atOffset(ZoneOffset.UTC);
        try (PreparedStatement times = connection.prepareStatement(
                        "UPDATE messages.messages SET not_before = ?, valid_until = ? WHERE id = ?");
                PreparedStatement unfinished =
                        connection.prepareStatement("UPDATE messages.unfinished SET due = ? WHERE message_id = ?")) {
            times.setObject(1, due);
            times.setObject(2, validUntil.atOffset(ZoneOffset.UTC));
            times.setObject(3, message.uuid());
            times.executeUpdate();
            unfinished.setObject(1, due);
            unfinished.setObject(2, message.uuid());
            unfinished.executeUpdate();
        }
    }
}
