package io.elchi.server.traces;

import io.elchi.server.core.Page;
import io.elchi.server.db.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Finds the PDUs of traces.
public final class PduSearch {
    private static final int MOST_OF_MESSAGE = 1_000;
    private static final String OF_MESSAGE = "WITH own AS (SELECT * FROM traces.pdus WHERE message_id = ?)"
            + " SELECT * FROM own UNION SELECT p.* FROM own o JOIN traces.pdus p ON p.operator_id = o.operator_id"
            + " AND p.receipt_key = o.receipt_key WHERE p.message_id IS NULL AND p.at >= ?"
            + " UNION SELECT p.* FROM unnest(?::bigint[], ?::text[]) AS n (operator_id, id) JOIN traces.pdus p"
            + " ON p.operator_id = n.operator_id AND p.operator_message_id = n.id"
            + " WHERE p.message_id IS NULL AND p.at >= ?"
            // The submit_sm of a client has the sequence_number of its answer.
            + " UNION SELECT p.* FROM own o JOIN traces.pdus p ON p.login_id = o.login_id AND p.login_id <> 0"
            + " AND p.process = o.process AND p.session = o.session AND p.sequence = o.sequence"
            + " AND p.command || '_resp' = o.command WHERE o.sent AND NOT p.sent AND p.message_id IS NULL"
            + " AND p.at BETWEEN o.at - interval '1 min' AND o.at ORDER BY id LIMIT " + MOST_OF_MESSAGE;
    private static final String TRACED = "SELECT EXISTS (SELECT FROM traces.runs WHERE operator_id = ANY (?::bigint[])"
            + " AND operator_id <> 0 AND until >= ? AND began_at <= ? AND coalesce(ended_at, until) >= ?)";

    private final JdbcClient reads;

    PduSearch(Database database) {
        reads = database.reads();
    }

    /// Which PDUs of a list.
    ///
    /// @param messageId null: of all messages, and of none
    /// @param command null: all
    public record PduFilter(UUID messageId, String command) {}

    /// PDUs of a link, newest first.
    ///
    /// @param cursor of the page before; null: from the newest
    public Page<StoredPdu> ofLink(long linkId, PduFilter filter, String cursor, int limit) {
        return page("link_id = ? AND link_id <> 0", linkId, filter, cursor, limit);
    }

    /// PDUs of the sessions of a login, newest first.
    public Page<StoredPdu> ofLogin(long loginId, PduFilter filter, String cursor, int limit) {
        return page("login_id = ? AND login_id <> 0", loginId, filter, cursor, limit);
    }

    private Page<StoredPdu> page(String of, long id, PduFilter filter, String cursor, int limit) {
        List<Object> values = new ArrayList<>(List.of(id, Page.id(cursor, Long.MAX_VALUE)));
        String sql = "SELECT * FROM traces.pdus WHERE " + of + " AND id < ?";
        if (filter.messageId() != null) {
            sql += " AND message_id = ?";
            values.add(filter.messageId());
        }
        if (filter.command() != null) {
            sql += " AND command = ?";
            values.add(filter.command());
        }
        values.add(limit + 1);
        List<StoredPdu> found = reads.sql(sql + " ORDER BY id DESC LIMIT ?")
                .params(values)
                .query((row, _) -> pdu(row))
                .list();
        return Page.of(found, limit, StoredPdu::id);
    }

    /// PDUs of a link's traces that are not stored.
    public long missing(long linkId) {
        return reads.sql("SELECT coalesce(sum(missing), 0) FROM traces.runs WHERE link_id = ? AND link_id <> 0")
                .param(linkId)
                .query(Long.class)
                .single();
    }

    /// PDUs of a login's traces that are not stored.
    public long missingOfLogin(long loginId) {
        return reads.sql("SELECT coalesce(sum(missing), 0) FROM traces.runs WHERE login_id = ? AND login_id <> 0")
                .param(loginId)
                .query(Long.class)
                .single();
    }

    /// An operator's id of a part.
    public record OperatorMessage(long operatorId, String id) {}

    /// A message of which PDUs are looked for.
    ///
    /// @param operatorIds that it was for
    /// @param ids those that operators gave it
    /// @param from its acceptance
    /// @param until its final state, or now
    public record TracedMessage(
            UUID messageId, Collection<Long> operatorIds, List<OperatorMessage> ids, Instant from, Instant until) {}

    /// PDUs of a message, in order, and whether a link to one of its operators was traced at that time.
    public record MessagePdus(boolean traced, List<StoredPdu> pdus) {}

    public MessagePdus ofMessage(TracedMessage subject) {
        OffsetDateTime from = PduStore.utc(subject.from());
        List<StoredPdu> pdus = reads.sql(OF_MESSAGE)
                .params(
                        subject.messageId(),
                        from,
                        subject.ids().stream().map(OperatorMessage::operatorId).toArray(Long[]::new),
                        subject.ids().stream().map(OperatorMessage::id).toArray(String[]::new),
                        from)
                .query((row, _) -> pdu(row))
                .list();
        return new MessagePdus(!pdus.isEmpty() || isTraced(subject, from), pdus);
    }

    private boolean isTraced(TracedMessage subject, OffsetDateTime from) {
        return reads.sql(TRACED)
                .params(subject.operatorIds().toArray(Long[]::new), from, PduStore.utc(subject.until()), from)
                .query(Boolean.class)
                .single();
    }

    private static StoredPdu pdu(ResultSet row) throws SQLException {
        return new StoredPdu(
                row.getLong("id"),
                row.getLong("link_id"),
                row.getLong("operator_id"),
                row.getLong("login_id"),
                row.getString("session"),
                row.getObject("process", UUID.class),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getBoolean("sent"),
                row.getString("command"),
                row.getString("status"),
                row.getLong("sequence"),
                row.getObject("message_id", UUID.class),
                row.getInt("part"),
                row.getString("operator_message_id"),
                row.getString("octets"),
                row.getBoolean("shortened"),
                row.getString("fields"));
    }
}
