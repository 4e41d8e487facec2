package io.elchi.server.inbound;

import io.elchi.server.core.MessageId;
import io.elchi.server.messages.Outcome;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/// Writes and reads the rows of messages and their parts.
final class InboundRows {
    private static final String MESSAGE =
            "INSERT INTO inbound.messages (id, account_id, operator_id, msisdn, msisdn_ton,"
                    + " msisdn_npi, destination, destination_ton, destination_npi, state, content, parts, parts_received,"
                    + " operator_message_id, received_at, ended_at, rules, tag, error_code, msisdn_before, destination_before)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String DECIDED =
            "UPDATE inbound.messages SET account_id = ?, msisdn = ?, destination = ?, state = ?,"
                    + " content = ?, rules = ?, tag = ?, error_code = ?, msisdn_before = ?, destination_before = ? WHERE id = ?";
    private static final String PART = "INSERT INTO inbound.parts (message_id, part, esm_class, data_coding, octets,"
            + " content, tlvs, defects, received_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";

    private InboundRows() {}

    /// Messages with the deliver_sm that began each of them; those of one part with this part.
    ///
    /// @param arrivals of the messages, in the same order
    /// @param ruled what rules made of them, in the same order; null: nothing
    static void messages(
            Connection connection,
            List<InboundMessage> messages,
            List<Arrival> arrivals,
            List<HandsetRules.Ruled> ruled)
            throws SQLException {
        if (messages.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(MESSAGE);
                PreparedStatement part = connection.prepareStatement(PART)) {
            for (int i = 0; i < messages.size(); i++) {
                ruled(connection, insert, 17, ruled.get(i));
                message(insert, messages.get(i), arrivals.get(i).received());
                if (arrivals.get(i).place().isWhole()) {
                    part(part, messages.get(i).id(), arrivals.get(i));
                }
            }
            insert.executeBatch();
            part.executeBatch();
        }
    }

    /// The columns from `rules` to `destination_before`.
    private static void ruled(Connection connection, PreparedStatement statement, int first, HandsetRules.Ruled ruled)
            throws SQLException {
        Array ids = ruled == null
                ? null
                : connection.createArrayOf(
                        "bigint", Arrays.stream(ruled.ids()).boxed().toArray());
        statement.setArray(first, ids);
        statement.setString(first + 1, ruled == null ? null : ruled.result().tag());
        statement.setString(first + 2, ruled == null ? null : ruled.errorCode());
        statement.setString(
                first + 3,
                ruled == null
                        ? null
                        : before(ruled.asked().source(), ruled.result().source()));
        statement.setString(
                first + 4,
                ruled == null
                        ? null
                        : before(ruled.asked().number(), ruled.result().number()));
    }

    private static String before(String asked, String result) {
        return asked.equals(result) ? null : asked;
    }

    /// What is decided about a joined message: its owner, and what rules made of it.
    static void decided(Connection connection, InboundMessage message, HandsetRules.Ruled ruled) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(DECIDED)) {
            update.setObject(1, message.accountId() == 0 ? null : message.accountId(), Types.BIGINT);
            update.setString(2, message.from());
            update.setString(3, message.to());
            update.setInt(4, message.state().number());
            update.setString(5, message.text());
            ruled(connection, update, 6, ruled);
            update.setObject(11, message.id().uuid());
            update.executeUpdate();
        }
    }

    private static void message(PreparedStatement insert, InboundMessage message, Outcome.Received received)
            throws SQLException {
        Outcome.Received.Wire wire = received.wire();
        insert.setObject(1, message.id().uuid());
        insert.setObject(2, message.accountId() == 0 ? null : message.accountId(), Types.BIGINT);
        insert.setLong(3, message.operatorId());
        insert.setString(4, message.from());
        insert.setInt(5, wire.fromTon());
        insert.setInt(6, wire.fromNpi());
        insert.setString(7, message.to());
        insert.setInt(8, wire.toTon());
        insert.setInt(9, wire.toNpi());
        insert.setInt(10, message.state().number());
        insert.setString(11, message.text());
        insert.setInt(12, message.parts());
        insert.setInt(13, message.partsReceived());
        insert.setString(14, message.operatorMessageId());
        insert.setObject(15, utc(message.receivedAt()));
        insert.setObject(16, message.endedAt() == null ? null : utc(message.endedAt()));
        insert.addBatch();
    }

    /// Adds a part to a message of several.
    ///
    /// @return false when the message has this part
    static boolean part(Connection connection, MessageId message, Arrival arrival) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(PART)) {
            part(insert, message, arrival);
            return insert.executeBatch()[0] > 0;
        }
    }

    private static void part(PreparedStatement insert, MessageId message, Arrival arrival) throws SQLException {
        Outcome.Received received = arrival.received();
        insert.setObject(1, message.uuid());
        insert.setInt(2, arrival.place().sequence());
        insert.setInt(3, received.wire().esmClass());
        insert.setInt(4, received.dataCoding());
        insert.setBytes(5, received.octets());
        insert.setString(6, arrival.place().isWhole() ? null : clean(received.text()));
        insert.setBytes(7, received.wire().tlvs());
        insert.setString(8, received.wire().defects());
        insert.setObject(9, utc(received.at()));
        insert.addBatch();
    }

    static InboundMessage message(ResultSet row) throws SQLException {
        return new InboundMessage(
                MessageId.of(row.getObject("id", UUID.class)),
                row.getLong("account_id"),
                row.getLong("operator_id"),
                row.getString("msisdn"),
                row.getString("destination"),
                InboundState.of(row.getInt("state")),
                row.getString("content"),
                row.getInt("parts"),
                row.getInt("parts_received"),
                row.getString("operator_message_id"),
                instant(row, "received_at"),
                instant(row, "ended_at"));
    }

    /// Adds a condition of a list.
    ///
    /// @param value null: there is none
    static void and(StringBuilder where, List<Object> parameters, String condition, Object value) {
        if (value != null) {
            where.append(" AND ").append(condition);
            parameters.add(value);
        }
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /// PostgreSQL stores no NUL.
    static String clean(String text) {
        return text == null ? null : text.replace('\0', '\uFFFD');
    }
}
