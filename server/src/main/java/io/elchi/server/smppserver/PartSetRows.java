package io.elchi.server.smppserver;

import io.elchi.server.core.MessageId;
import io.elchi.server.messages.OctetEncryption.StoredOctets;
import io.elchi.smpp.pdu.SubmitSm;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// Rows of `smppserver.part_sets` and `smppserver.parts`. Rows of sets are locked in the order of their keys.
final class PartSetRows {
    private static final String ENTER = "INSERT INTO smppserver.part_sets"
            + " (key, id, login_id, account_id, total, received, last, state, began_at, until)"
            + " SELECT n.key, n.id, ?, ?, n.total, 0, 0, 'waiting', ?, ?"
            + " FROM unnest(?::bytea[], ?::uuid[], ?::int[]) AS n (key, id, total) ORDER BY n.key"
            + " ON CONFLICT (key) DO UPDATE SET key = excluded.key RETURNING *";
    private static final String WRITE = "UPDATE smppserver.part_sets s SET id = n.id, received = n.received,"
            + " last = n.last, state = n.state, began_at = n.began_at, until = n.until, claim = n.claim"
            + " FROM unnest(?::bytea[], ?::uuid[], ?::int[], ?::int[], ?::text[], ?::timestamptz[], ?::timestamptz[],"
            + " ?::uuid[]) AS n (key, id, received, last, state, began_at, until, claim) WHERE s.key = n.key";
    /// A part that was taken over gives way to another one.
    private static final String INSERT = "INSERT INTO smppserver.parts (set_id, number, registered, content_key, pdu)"
            + " SELECT * FROM unnest(?::uuid[], ?::int[], ?::int[], ?::bigint[], ?::bytea[]) ON CONFLICT (set_id, number)"
            + " DO UPDATE SET registered = excluded.registered, digest = excluded.digest, pdu = excluded.pdu,"
            + " content_key = excluded.content_key, repeated_at = NULL";
    private static final String KNOWN = "SELECT p.set_id, p.number, p.repeated_at, p.content_key,"
            + " CASE WHEN n.number IS NOT NULL THEN p.pdu END AS pdu FROM smppserver.parts p"
            + " LEFT JOIN (SELECT DISTINCT set_id, number FROM unnest(?::uuid[], ?::int[]) AS asked (set_id, number)) n"
            + " ON n.set_id = p.set_id AND n.number = p.number WHERE p.set_id = ANY (?::uuid[])";
    private static final String PARTS = "SELECT p.set_id, p.number, p.content_key, p.pdu, s.key FROM smppserver.parts p"
            + " JOIN smppserver.part_sets s ON s.id = p.set_id WHERE p.set_id = ANY (?::uuid[])"
            + " ORDER BY p.set_id, p.number";
    private static final String TAKE_OVER = "UPDATE smppserver.parts p SET set_id = n.next"
            + " FROM unnest(?::uuid[], ?::int[], ?::uuid[]) AS n (set_id, number, next)"
            + " WHERE p.set_id = n.set_id AND p.number = n.number";
    private static final String MARK = "UPDATE smppserver.parts p SET repeated_at = n.at"
            + " FROM unnest(?::uuid[], ?::int[], ?::timestamptz[]) AS n (set_id, number, at)"
            + " WHERE p.set_id = n.set_id AND p.number = n.number";
    private static final String FORGET = "DELETE FROM smppserver.parts WHERE set_id = ANY (?::uuid[])";

    private PartSetRows() {}

    /// A part in the table.
    record StoredPart(int number, SubmitSm submit) {}

    /// Locks the rows of sets; those that are not there begin to wait.
    ///
    /// @param fresh rows for these
    static List<PartSet.Row> enter(Connection connection, List<PartSet.Row> fresh) throws SQLException {
        PartSet.Row any = fresh.getFirst();
        try (PreparedStatement insert = connection.prepareStatement(ENTER)) {
            insert.setLong(1, any.loginId());
            insert.setLong(2, any.accountId());
            insert.setObject(3, utc(any.beganAt()));
            insert.setObject(4, utc(any.until()));
            insert.setArray(5, octets(connection, fresh.stream().map(PartSet.Row::key)));
            insert.setArray(
                    6,
                    array(connection, "uuid", fresh.stream().map(row -> row.id().uuid())));
            insert.setArray(7, array(connection, "int4", fresh.stream().map(PartSet.Row::total)));
            return rows(insert);
        }
    }

    /// Locks the rows for which a condition holds.
    static List<PartSet.Row> lock(Connection connection, String condition, Object... parameters) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT * FROM smppserver.part_sets WHERE " + condition + " FOR UPDATE")) {
            for (int i = 0; i < parameters.length; i++) {
                select.setObject(i + 1, parameters[i] instanceof Instant time ? utc(time) : parameters[i]);
            }
            return rows(select);
        }
    }

    private static List<PartSet.Row> rows(PreparedStatement statement) throws SQLException {
        List<PartSet.Row> all = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                all.add(row(rows));
            }
        }
        return all;
    }

    static PartSet.Row row(ResultSet row) throws SQLException {
        return new PartSet.Row(
                row.getBytes("key"),
                MessageId.of(row.getObject("id", UUID.class)),
                row.getLong("login_id"),
                row.getLong("account_id"),
                row.getInt("total"),
                row.getInt("received"),
                row.getInt("last"),
                PartSet.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getObject("began_at", OffsetDateTime.class).toInstant(),
                row.getObject("until", OffsetDateTime.class).toInstant(),
                row.getObject("claim", UUID.class));
    }

    /// Says to sets which of their parts are stored.
    ///
    /// @param parts that come, whose octets are compared
    static void known(
            Connection connection, PartEncryption encryption, Map<byte[], PartSet> sets, List<ClientPart> parts)
            throws SQLException {
        Map<MessageId, PartSet> byId = new HashMap<>();
        sets.values().forEach(set -> byId.put(set.before().id(), set));
        List<ClientPart> asked =
                parts.stream().filter(part -> sets.containsKey(part.key())).toList();
        try (PreparedStatement select = connection.prepareStatement(KNOWN)) {
            select.setArray(
                    1,
                    ids(
                            connection,
                            asked.stream()
                                    .map(part -> sets.get(part.key()).before().id())
                                    .toList()));
            select.setArray(2, array(connection, "int4", asked.stream().map(ClientPart::number)));
            select.setArray(3, ids(connection, byId.keySet()));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    PartSet set = byId.get(MessageId.of(rows.getObject("set_id", UUID.class)));
                    byte[] pdu = rows.getBytes("pdu");
                    byte[] octets = pdu == null
                            ? null
                            : submit(connection, encryption, rows, set.before().key())
                                    .map(ClientPartReader::octets)
                                    .orElse(null);
                    OffsetDateTime repeatedAt = rows.getObject("repeated_at", OffsetDateTime.class);
                    set.stored(rows.getInt("number"), octets, repeatedAt == null ? null : repeatedAt.toInstant());
                }
            }
        }
    }

    /// @param row with `number`, `content_key` and `pdu`
    private static Optional<SubmitSm> submit(
            Connection connection, PartEncryption encryption, ResultSet row, byte[] key) throws SQLException {
        StoredOctets pdu = new StoredOctets(row.getObject("content_key", Long.class), row.getBytes("pdu"));
        return encryption.submit(connection, key, row.getInt("number"), pdu);
    }

    /// Gives parts of the messages before to those that took their places, in the rows of parts alone.
    static void takeOver(Connection connection, List<PartSet> sets) throws SQLException {
        List<UUID> from = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        List<UUID> to = new ArrayList<>();
        for (PartSet set : sets) {
            for (int number : set.takenOver()) {
                from.add(set.replaced().uuid());
                numbers.add(number);
                to.add(set.row().id().uuid());
            }
        }
        if (!from.isEmpty()) {
            try (PreparedStatement update = connection.prepareStatement(TAKE_OVER)) {
                update.setArray(1, array(connection, "uuid", from.stream()));
                update.setArray(2, array(connection, "int4", numbers.stream()));
                update.setArray(3, array(connection, "uuid", to.stream()));
                update.executeUpdate();
            }
        }
    }

    /// Notes which parts came again, after all rows of parts are there.
    static void mark(Connection connection, List<PartSet> sets) throws SQLException {
        List<UUID> ids = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        List<OffsetDateTime> times = new ArrayList<>();
        for (PartSet set : sets) {
            set.marks().forEach((number, at) -> {
                ids.add(set.row().id().uuid());
                numbers.add(number);
                times.add(at == null ? null : utc(at));
            });
        }
        if (!ids.isEmpty()) {
            try (PreparedStatement update = connection.prepareStatement(MARK)) {
                update.setArray(1, array(connection, "uuid", ids.stream()));
                update.setArray(2, array(connection, "int4", numbers.stream()));
                update.setArray(3, array(connection, "timestamptz", times.stream()));
                update.executeUpdate();
            }
        }
    }

    /// Locked rows, as they are now.
    static void write(Connection connection, List<PartSet.Row> rows) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(WRITE)) {
            update.setArray(1, octets(connection, rows.stream().map(PartSet.Row::key)));
            update.setArray(
                    2,
                    array(connection, "uuid", rows.stream().map(row -> row.id().uuid())));
            update.setArray(3, array(connection, "int4", rows.stream().map(PartSet.Row::received)));
            update.setArray(4, array(connection, "int4", rows.stream().map(PartSet.Row::last)));
            update.setArray(
                    5,
                    array(
                            connection,
                            "text",
                            rows.stream().map(row -> row.state().text())));
            update.setArray(6, array(connection, "timestamptz", rows.stream().map(row -> utc(row.beganAt()))));
            update.setArray(7, array(connection, "timestamptz", rows.stream().map(row -> utc(row.until()))));
            update.setArray(8, array(connection, "uuid", rows.stream().map(PartSet.Row::claim)));
            update.executeUpdate();
        }
    }

    static void insert(Connection connection, List<PartSet> sets) throws SQLException {
        List<UUID> ids = new ArrayList<>();
        List<ClientPart> parts = new ArrayList<>();
        for (PartSet set : sets) {
            for (ClientPart part : set.added()) {
                ids.add(set.row().id().uuid());
                parts.add(part);
            }
        }
        if (parts.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setArray(1, array(connection, "uuid", ids.stream()));
            insert.setArray(2, array(connection, "int4", parts.stream().map(ClientPart::number)));
            insert.setArray(
                    3,
                    array(
                            connection,
                            "int4",
                            parts.stream().map(part -> part.submit().registeredDelivery())));
            insert.setArray(
                    4,
                    array(
                            connection,
                            "int8",
                            parts.stream().map(part -> part.pdu().keyId())));
            insert.setArray(
                    5, octets(connection, parts.stream().map(part -> part.pdu().octets())));
            insert.executeUpdate();
        }
    }

    /// The parts of sets that can be read, in their order.
    static Map<MessageId, List<StoredPart>> parts(
            Connection connection, PartEncryption encryption, Collection<MessageId> sets) throws SQLException {
        Map<MessageId, List<StoredPart>> parts = new LinkedHashMap<>();
        sets.forEach(set -> parts.put(set, new ArrayList<>()));
        try (PreparedStatement select = connection.prepareStatement(PARTS)) {
            select.setArray(1, ids(connection, sets));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    List<StoredPart> own = parts.get(MessageId.of(rows.getObject("set_id", UUID.class)));
                    int number = rows.getInt("number");
                    submit(connection, encryption, rows, rows.getBytes("key"))
                            .ifPresent(submit -> own.add(new StoredPart(number, submit)));
                }
            }
        }
        return parts;
    }

    static void forgetParts(Connection connection, Collection<MessageId> sets) throws SQLException {
        if (sets.isEmpty()) {
            return;
        }
        try (PreparedStatement delete = connection.prepareStatement(FORGET)) {
            delete.setArray(1, ids(connection, sets));
            delete.executeUpdate();
        }
    }

    static void forgetPart(Connection connection, MessageId set, int number) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM smppserver.parts WHERE set_id = ? AND number = ?")) {
            delete.setObject(1, set.uuid());
            delete.setInt(2, number);
            delete.executeUpdate();
        }
    }

    static Array ids(Connection connection, Collection<MessageId> ids) throws SQLException {
        return array(connection, "uuid", ids.stream().map(MessageId::uuid));
    }

    static Array octets(Connection connection, Stream<byte[]> values) throws SQLException {
        return connection.createArrayOf("bytea", values.toArray(byte[][]::new));
    }

    private static Array array(Connection connection, String type, Stream<?> values) throws SQLException {
        return connection.createArrayOf(type, values.toArray());
    }

    static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
