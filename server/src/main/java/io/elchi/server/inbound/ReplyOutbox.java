package io.elchi.server.inbound;

import io.elchi.server.core.MessageId;
import io.elchi.server.core.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Answers to handsets that wait to be sent, and what became of them.
public final class ReplyOutbox {
    /// An answer that was taken and of which nothing more was heard is due again.
    private static final Duration TAKEN = Duration.ofMinutes(1);

    private static final String TAKE = "UPDATE inbound.replies SET attempts = attempts + 1, due = ?"
            + " WHERE message_id IN (SELECT message_id FROM inbound.replies WHERE due <= ? ORDER BY due LIMIT ?"
            + " FOR UPDATE SKIP LOCKED) RETURNING *";
    private static final String END = "UPDATE inbound.replies SET state = ?, reason = ?, sent_id = ?, ended_at = ?,"
            + " due = NULL WHERE message_id = ? AND state = 'waiting'";

    private final JdbcClient jdbc;
    private final JdbcClient reads;

    /// @param reads for people who look
    ReplyOutbox(JdbcClient jdbc, JdbcClient reads) {
        this.jdbc = jdbc;
        this.reads = reads;
    }

    /// An answer to a message.
    ///
    /// @param messageId of the message that it answers
    /// @param kind route, opt_out or opt_in
    /// @param to digits of the handset
    /// @param from the sender id
    /// @param state waiting, sent, failed or suppressed
    /// @param reason code of the last refusal, or why it is not sent; null: none
    /// @param sentId the message that was sent; null: none
    public record Reply(
            MessageId messageId,
            long accountId,
            String kind,
            String to,
            String from,
            String text,
            String state,
            int attempts,
            String reason,
            MessageId sentId,
            Instant createdAt,
            Instant endedAt) {
        /// Whether it confirms an opt-out or opt-in.
        public boolean isConfirmation() {
            return !kind.equals("route");
        }
    }

    /// Takes answers that are due; each is due again after a minute, unless its end is stored before.
    public List<Reply> take(Instant now, int most) {
        return jdbc.sql(TAKE)
                .params(InboundRows.utc(now.plus(TAKEN)), InboundRows.utc(now), most)
                .query((row, _) -> reply(row))
                .list();
    }

    public void sent(MessageId message, MessageId sent, Instant now) {
        end(message, "sent", null, sent.uuid(), now);
    }

    /// It will not be sent.
    ///
    /// @param reason code of the failure
    public void failed(MessageId message, String reason, Instant now) {
        end(message, "failed", reason, null, now);
    }

    private void end(MessageId message, String state, String reason, UUID sent, Instant now) {
        jdbc.sql(END)
                .params(Arrays.asList(state, reason, sent, InboundRows.utc(now), message.uuid()))
                .update();
    }

    /// It is tried again.
    ///
    /// @param reason code of the failure
    public void later(MessageId message, String reason, Instant due) {
        jdbc.sql("UPDATE inbound.replies SET reason = ?, due = ? WHERE message_id = ? AND state = 'waiting'")
                .params(reason, InboundRows.utc(due), message.uuid())
                .update();
    }

    /// The newest first.
    ///
    /// @param accountId only its own; 0: all
    /// @param state only in this one; null: all
    /// @param cursor of the page before; null: from the newest
    public Page<Reply> list(long accountId, String state, String cursor, int limit) {
        UUID before = cursor == null
                ? null
                : MessageId.parse(cursor).orElseThrow(Page::noCursor).uuid();
        StringBuilder where = new StringBuilder("TRUE");
        List<Object> parameters = new ArrayList<>();
        InboundRows.and(where, parameters, "message_id < ?", before);
        InboundRows.and(where, parameters, "account_id = ?", accountId == 0 ? null : accountId);
        InboundRows.and(where, parameters, "state = ?", state);
        parameters.add(limit + 1);
        List<Reply> found = reads.sql(
                        "SELECT * FROM inbound.replies WHERE " + where + " ORDER BY message_id DESC LIMIT ?")
                .params(parameters)
                .query((row, _) -> reply(row))
                .list();
        return Page.of(found, limit, Reply::messageId);
    }

    private static Reply reply(ResultSet row) throws SQLException {
        UUID sent = row.getObject("sent_id", UUID.class);
        return new Reply(
                MessageId.of(row.getObject("message_id", UUID.class)),
                row.getLong("account_id"),
                row.getString("kind"),
                row.getString("recipient"),
                row.getString("sender"),
                row.getString("content"),
                row.getString("state"),
                row.getInt("attempts"),
                row.getString("reason"),
                sent == null ? null : MessageId.of(sent),
                InboundRows.instant(row, "created_at"),
                InboundRows.instant(row, "ended_at"));
    }
}
