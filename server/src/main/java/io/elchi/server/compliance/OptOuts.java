package io.elchi.server.compliance;

import io.elchi.server.core.MessageId;
import io.elchi.server.core.Msisdn;
import io.elchi.server.core.Page;
import io.elchi.server.db.Tx;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Handsets that want no service or promotional messages of an account. They are apart from the block list, so that
/// an opt-in removes nothing that a person blocked.
public final class OptOuts {
    /// A row that is inserted was changed by no transaction yet.
    private static final String ADD = "INSERT INTO compliance.opt_outs AS o"
            + " (account_id, number, message_id, keyword, opted_out_at) VALUES (?, ?, ?, ?, ?)"
            + " ON CONFLICT (account_id, number) DO UPDATE SET message_id = excluded.message_id,"
            + " keyword = excluded.keyword, opted_out_at = excluded.opted_out_at"
            + " WHERE o.opted_out_at < excluded.opted_out_at RETURNING xmax = 0";
    private static final String REMOVE =
            "DELETE FROM compliance.opt_outs WHERE account_id = ? AND number = ? AND opted_out_at <= ?";

    private final JdbcClient jdbc;
    private final JdbcClient reads;

    /// @param reads for people who look
    public OptOuts(JdbcClient jdbc, JdbcClient reads) {
        this.jdbc = jdbc;
        this.reads = reads;
    }

    /// An opt-out.
    ///
    /// @param number digits of the handset
    /// @param messageId of the handset's message
    /// @param keyword the word of the message that said so
    public record OptOut(
            long id, long accountId, String number, MessageId messageId, String keyword, Instant optedOutAt) {}

    /// Adds one in the caller's transaction; the newest one of a number stays.
    ///
    /// @return false when the number had opted out before
    public boolean add(Tx tx, long accountId, Msisdn number, MessageId message, String keyword, Instant at)
            throws SQLException {
        try (PreparedStatement insert = tx.connection().prepareStatement(ADD)) {
            insert.setLong(1, accountId);
            insert.setString(2, number.digits());
            insert.setObject(3, message.uuid());
            insert.setString(4, keyword);
            insert.setObject(5, at.atOffset(ZoneOffset.UTC));
            try (ResultSet row = insert.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /// Removes one in the caller's transaction, unless it is newer.
    ///
    /// @param at of the handset's opt-in
    /// @return false when there was none
    public boolean remove(Tx tx, long accountId, Msisdn number, Instant at) throws SQLException {
        try (PreparedStatement delete = tx.connection().prepareStatement(REMOVE)) {
            delete.setLong(1, accountId);
            delete.setString(2, number.digits());
            delete.setObject(3, at.atOffset(ZoneOffset.UTC));
            return delete.executeUpdate() > 0;
        }
    }

    /// Opt-outs by id.
    ///
    /// @param accountId only from it; 0: all
    /// @param number only its own; null: all
    /// @param cursor of the page before; null: from the first
    public Page<OptOut> list(long accountId, Msisdn number, String cursor, int limit) {
        String digits = number == null ? null : number.digits();
        List<OptOut> found = reads.sql("SELECT id, account_id, number, message_id, keyword, opted_out_at"
                        + " FROM compliance.opt_outs WHERE id > ? AND (? = 0 OR account_id = ?)"
                        + " AND (?::text IS NULL OR number = ?) ORDER BY id LIMIT ?")
                .params(Arrays.asList(Page.id(cursor, 0), accountId, accountId, digits, digits, limit + 1))
                .query((row, _) -> optOut(row))
                .list();
        return Page.of(found, limit, OptOut::id);
    }

    /// Removes one by its id, as its person asked for in another way; false when there is none.
    public boolean remove(long id) {
        return jdbc.sql("DELETE FROM compliance.opt_outs WHERE id = ?")
                        .param(id)
                        .update()
                > 0;
    }

    private static OptOut optOut(ResultSet row) throws SQLException {
        return new OptOut(
                row.getLong(1),
                row.getLong(2),
                row.getString(3),
                MessageId.of(row.getObject(4, UUID.class)),
                row.getString(5),
                row.getObject(6, OffsetDateTime.class).toInstant());
    }
}
