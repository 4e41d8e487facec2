package io.elchi.server.inbound;

import io.elchi.server.core.MessageId;
import io.elchi.server.messages.Outcome;
import io.elchi.smstext.coding.LinkCoding;
import io.elchi.smstext.coding.UserData;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Joins parts into messages, over binds and processes: the row in `inbound.waiting` is locked by the transaction
/// that adds a part.
final class PartJoin {
    private static final int UDHI = 0x40;
    private static final String WAIT = "INSERT INTO inbound.waiting (key, message_id, until) VALUES (?, ?, ?)"
            + " ON CONFLICT (key) DO UPDATE SET key = excluded.key RETURNING message_id, until";
    private static final String REPLACE = "UPDATE inbound.waiting SET message_id = ?, until = ? WHERE key = ?";
    private static final String DONE = "DELETE FROM inbound.waiting WHERE key = ?";
    private static final String SAME_PART = "SELECT 1 FROM inbound.parts WHERE message_id = ? AND part = ?"
            + " AND data_coding = ? AND octets IS NOT DISTINCT FROM ?";
    private static final String COUNT =
            "UPDATE inbound.messages SET parts_received = parts_received + 1" + " WHERE id = ? RETURNING *";
    private static final String PARTS =
            "SELECT esm_class, data_coding, octets FROM inbound.parts WHERE message_id = ? ORDER BY part";
    private static final String END =
            "UPDATE inbound.messages SET state = ?, content = ?, ended_at = ? WHERE id = ? RETURNING *";
    /// What came of it, without its missing parts.
    private static final String ABANDON = "UPDATE inbound.messages m SET state = ?, ended_at = ?, content ="
            + " (SELECT string_agg(p.content, '' ORDER BY p.part) FROM inbound.parts p WHERE p.message_id = m.id)"
            + " WHERE m.id = ANY (?) RETURNING *";

    private final Duration timeout;

    /// @param timeout from a message's first part
    PartJoin(Duration timeout) {
        this.timeout = timeout;
    }

    /// Parts in the order in which transactions lock their messages.
    static List<Arrival> inOrder(List<Arrival> parts) {
        if (parts.size() < 2) {
            return parts;
        }
        List<Arrival> sorted = new ArrayList<>(parts);
        sorted.sort(Comparator.comparing(
                part -> NaturalKey.ofMessage(part.received(), part.place()), Arrays::compareUnsigned));
        return sorted;
    }

    /// What became of a part.
    ///
    /// @param message that it belongs to
    /// @param isNew whether its row was written; false: the message has the same part
    /// @param complete the message, when it is complete now
    /// @param abandoned messages that were ended for it
    record Joined(
            MessageId message,
            boolean isNew,
            Optional<InboundEvents.Complete> complete,
            List<InboundMessage> abandoned) {}

    /// The message that a part is for.
    private record Target(MessageId message, List<InboundMessage> abandoned) {}

    /// Adds a part to its message.
    ///
    /// @param account that owns the destination; 0: none
    Joined add(Connection connection, Arrival part, long account, Instant now) throws SQLException {
        byte[] key = NaturalKey.ofMessage(part.received(), part.place());
        Target target = target(connection, key, part, account, now);
        if (!InboundRows.part(connection, target.message, part)) {
            if (hasSame(connection, target.message, part)) {
                return new Joined(target.message, false, Optional.empty(), target.abandoned);
            }
            // The handset uses the reference for another message already.
            target = replace(connection, key, part, account, new Ended(target.message, now));
            InboundRows.part(connection, target.message, part);
        }
        InboundMessage counted = counted(connection, target.message);
        Optional<InboundEvents.Complete> complete = counted.partsReceived() < counted.parts()
                ? Optional.empty()
                : Optional.of(complete(connection, key, counted, part.received(), now));
        return new Joined(target.message, true, complete, target.abandoned);
    }

    /// The message that waits for the part, or a new one.
    private Target target(Connection connection, byte[] key, Arrival part, long account, Instant now)
            throws SQLException {
        MessageId found;
        Instant until;
        try (PreparedStatement insert = connection.prepareStatement(WAIT)) {
            insert.setBytes(1, key);
            insert.setObject(2, part.id().uuid());
            insert.setObject(3, InboundRows.utc(now.plus(timeout)));
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                found = MessageId.of(row.getObject(1, UUID.class));
                until = InboundRows.instant(row, "until");
            }
        }
        if (found.equals(part.id())) {
            insert(connection, part, account);
            return new Target(found, List.of());
        }
        return until.isAfter(now)
                ? new Target(found, List.of())
                : replace(connection, key, part, account, new Ended(found, now));
    }

    /// A message that waits no more.
    private record Ended(MessageId message, Instant at) {}

    /// Ends a message and begins another one in its place.
    private Target replace(Connection connection, byte[] key, Arrival part, long account, Ended ended)
            throws SQLException {
        List<InboundMessage> abandoned = abandon(connection, List.of(ended.message), ended.at);
        try (PreparedStatement update = connection.prepareStatement(REPLACE)) {
            update.setObject(1, part.id().uuid());
            update.setObject(2, InboundRows.utc(ended.at.plus(timeout)));
            update.setBytes(3, key);
            update.executeUpdate();
        }
        insert(connection, part, account);
        return new Target(part.id(), abandoned);
    }

    private static void insert(Connection connection, Arrival part, long account) throws SQLException {
        Outcome.Received received = part.received();
        InboundMessage message = new InboundMessage(
                part.id(),
                account,
                received.operatorId(),
                InboundRows.clean(received.from()),
                InboundRows.clean(received.to()),
                InboundState.WAITING,
                null,
                part.place().total(),
                0,
                InboundRows.clean(received.wire().messageId()),
                received.at(),
                null);
        InboundRows.messages(connection, List.of(message), List.of(part), Collections.singletonList(null));
    }

    private static boolean hasSame(Connection connection, MessageId message, Arrival part) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SAME_PART)) {
            select.setObject(1, message.uuid());
            select.setInt(2, part.place().sequence());
            select.setInt(3, part.received().dataCoding());
            select.setBytes(4, part.received().octets());
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    private static InboundMessage counted(Connection connection, MessageId message) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(COUNT)) {
            update.setObject(1, message.uuid());
            try (ResultSet row = update.executeQuery()) {
                row.next();
                return InboundRows.message(row);
            }
        }
    }

    /// Reads the text of all parts together: a character may be split between two of them.
    private static InboundEvents.Complete complete(
            Connection connection, byte[] key, InboundMessage message, Outcome.Received last, Instant now)
            throws SQLException {
        List<UserData> parts = parts(connection, message.id());
        LinkCoding coding = last.wire().coding();
        String text = InboundRows.clean(coding.text(parts).orElse(null));
        try (PreparedStatement done = connection.prepareStatement(DONE)) {
            done.setBytes(1, key);
            done.executeUpdate();
        }
        try (PreparedStatement update = connection.prepareStatement(END)) {
            update.setInt(1, InboundState.COMPLETE.number());
            update.setString(2, text);
            update.setObject(3, InboundRows.utc(now));
            update.setObject(4, message.id().uuid());
            try (ResultSet row = update.executeQuery()) {
                row.next();
                return new InboundEvents.Complete(
                        InboundRows.message(row),
                        row.getInt("msisdn_ton"),
                        parts.getFirst().dataCoding(),
                        parts.stream().map(UserData::payload).toList(),
                        InboundOwners.OwnerDecision.NOBODY,
                        null);
            }
        }
    }

    private static List<UserData> parts(Connection connection, MessageId message) throws SQLException {
        List<UserData> parts = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(PARTS)) {
            select.setObject(1, message.uuid());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    byte[] octets = rows.getBytes(3);
                    parts.add(UserData.read(
                            rows.getInt(2), (rows.getInt(1) & UDHI) != 0, octets == null ? new byte[0] : octets));
                }
            }
        }
        return parts;
    }

    /// Ends messages whose missing parts did not come in time.
    ///
    /// @return these messages
    static List<InboundMessage> abandon(Connection connection, List<MessageId> messages, Instant now)
            throws SQLException {
        List<InboundMessage> abandoned = new ArrayList<>(messages.size());
        try (PreparedStatement update = connection.prepareStatement(ABANDON)) {
            update.setInt(1, InboundState.INCOMPLETE.number());
            update.setObject(2, InboundRows.utc(now));
            update.setArray(
                    3,
                    connection.createArrayOf(
                            "uuid", messages.stream().map(MessageId::uuid).toArray()));
            try (ResultSet rows = update.executeQuery()) {
                while (rows.next()) {
                    abandoned.add(InboundRows.message(rows));
                }
            }
        }
        return abandoned;
    }
}
