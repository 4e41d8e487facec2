package io.elchi.server.smppserver;

import io.elchi.server.core.MessageId;
import io.elchi.smpp.pdu.PduCodec;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    private static final String INSERT = "INSERT INTO smppserver.parts (set_id, number, registered, digest, pdu)"
            + " SELECT * FROM unnest(?::uuid[], ?::int[], ?::int[], ?::bytea[], ?::bytea[])";
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

    static void digests(Connection connection, Map<MessageId, PartSet> sets) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT set_id, number, digest FROM smppserver.parts WHERE set_id = ANY (?::uuid[])")) {
            select.setArray(1, ids(connection, sets.keySet()));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    sets.get(MessageId.of(rows.getObject(1, UUID.class))).stored(rows.getInt(2), rows.getBytes(3));
                }
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
            insert.setArray(4, octets(connection, parts.stream().map(ClientPart::digest)));
            insert.setArray(5, octets(connection, parts.stream().map(ClientPart::pdu)));
            insert.executeUpdate();
        }
    }

    /// The parts of sets, in their order.
    static Map<MessageId, List<StoredPart>> parts(Connection connection, Collection<MessageId> sets)
            throws SQLException {
        Map<MessageId, List<StoredPart>> parts = new LinkedHashMap<>();
        sets.forEach(set -> parts.put(set, new ArrayList<>()));
        try (PreparedStatement select = connection.prepareStatement("SELECT set_id, number, pdu FROM smppserver.parts"
                + " WHERE set_id = ANY (?::uuid[]) ORDER BY set_id, number")) {
            select.setArray(1, ids(connection, sets));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    SubmitSm submit =
                            (SubmitSm) PduCodec.decode(rows.getBytes(3)).pdu();
                    parts.get(MessageId.of(rows.getObject(1, UUID.class))).add(new StoredPart(rows.getInt(2), submit));
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
