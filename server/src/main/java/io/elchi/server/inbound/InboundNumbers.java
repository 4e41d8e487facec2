package io.elchi.server.inbound;

import io.elchi.server.core.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Who owns which destination of messages from handsets.
public final class InboundNumbers {
    private static final String COLUMNS = "id, number, operator_id, account_id, created_at";

    private final JdbcClient jdbc;

    InboundNumbers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// A number that belongs to an account.
    ///
    /// @param number digits
    /// @param operatorId at this operator alone; 0: at every one
    /// @param createdAt since when it is this account's
    public record OwnedNumber(long id, String number, long operatorId, long accountId, Instant createdAt) {}

    /// Gives a number to an account, from the next message on. One that another account has is taken from it.
    ///
    /// @param operatorId 0: at every operator
    public OwnedNumber give(String number, long operatorId, long accountId) {
        return jdbc.sql("INSERT INTO inbound.numbers AS n (number, operator_id, account_id) VALUES (?, ?, ?)"
                        + " ON CONFLICT (number, operator_id) DO UPDATE SET account_id = excluded.account_id, created_at ="
                        + " CASE WHEN n.account_id = excluded.account_id THEN n.created_at ELSE excluded.created_at END"
                        + " RETURNING "
                        + COLUMNS)
                .param(number)
                .param(operatorId == 0 ? null : operatorId)
                .param(accountId)
                .query((row, _) -> number(row))
                .single();
    }

    /// Numbers by id.
    ///
    /// @param accountId only its own; 0: all
    /// @param cursor of the page before; null: from the first
    public Page<OwnedNumber> list(long accountId, String cursor, int limit) {
        List<OwnedNumber> found = jdbc.sql("SELECT " + COLUMNS + " FROM inbound.numbers"
                        + " WHERE id > ? AND (? = 0 OR account_id = ?) ORDER BY id LIMIT ?")
                .params(Page.id(cursor, 0), accountId, accountId, limit + 1)
                .query((row, _) -> number(row))
                .list();
        return Page.of(found, limit, OwnedNumber::id);
    }

    /// Takes a number from its account; false when there is none.
    public boolean take(long id) {
        return jdbc.sql("DELETE FROM inbound.numbers WHERE id = ?").param(id).update() > 0;
    }

    private static OwnedNumber number(ResultSet row) throws SQLException {
        return new OwnedNumber(
                row.getLong(1),
                row.getString(2),
                row.getLong(3),
                row.getLong(4),
                InboundRows.instant(row, "created_at"));
    }
}
