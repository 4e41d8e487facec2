package io.elchi.server.messages.store;

import io.elchi.server.core.MessageId;
import io.elchi.server.core.Page;
import io.elchi.server.messages.Reveals;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Reveals in PostgreSQL.
public final class PgReveals implements Reveals {
    private final JdbcClient jdbc;

    public PgReveals(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Reveal add(Reveal wanted) {
        return jdbc.sql(
                        "INSERT INTO messages.reveals (message_id, account_id, user_id, ticket, reason, created_at, ends_at)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING *")
                .params(
                        wanted.messageId().uuid(),
                        wanted.accountId(),
                        wanted.userId(),
                        wanted.ticket(),
                        wanted.reason(),
                        wanted.createdAt().atOffset(ZoneOffset.UTC),
                        wanted.endsAt().atOffset(ZoneOffset.UTC))
                .query((row, _) -> reveal(row))
                .single();
    }

    @Override
    public Optional<Reveal> current(MessageId message, long userId, Instant now) {
        return jdbc.sql("SELECT * FROM messages.reveals WHERE message_id = ? AND user_id = ? AND ends_at > ?"
                        + " ORDER BY ends_at DESC LIMIT 1")
                .params(message.uuid(), userId, now.atOffset(ZoneOffset.UTC))
                .query((row, _) -> reveal(row))
                .optional();
    }

    @Override
    public Page<Reveal> ofAccount(long accountId, String cursor, int limit) {
        return Page.of(
                jdbc.sql("SELECT * FROM messages.reveals WHERE account_id = ? AND id < ? ORDER BY id DESC LIMIT ?")
                        .params(accountId, Page.id(cursor, Long.MAX_VALUE), limit + 1)
                        .query((row, _) -> reveal(row))
                        .list(),
                limit,
                Reveal::id);
    }

    private static Reveal reveal(ResultSet row) throws SQLException {
        return new Reveal(
                row.getLong("id"),
                MessageId.of(row.getObject("message_id", UUID.class)),
                row.getLong("account_id"),
                row.getLong("user_id"),
                row.getString("ticket"),
                row.getString("reason"),
                MessageReader.instant(row, "created_at"),
                MessageReader.instant(row, "ends_at"));
    }
}
