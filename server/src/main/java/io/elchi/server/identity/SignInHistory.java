package io.elchi.server.identity;

import io.elchi.server.core.Clock;
import io.elchi.server.core.Page;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Who signed in, and who was refused. Each entry is in the audit, too.
public final class SignInHistory {
    private final JdbcClient jdbc;
    private final Clock clock;

    SignInHistory(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// An attempt of a person that is known.
    public record Attempted(long id, Instant at, long userId, String address, String userAgent, String result) {}

    void add(User user, Visitor visitor, SignInResult result) {
        jdbc.sql("INSERT INTO identity.sign_ins (at, user_id, account_id, address, user_agent, result)"
                        + " VALUES (?, ?, ?, ?, ?, ?)")
                .params(
                        clock.now().atOffset(ZoneOffset.UTC),
                        user.id(),
                        user.accountId(),
                        visitor.address().getHostAddress(),
                        visitor.userAgent(),
                        result.text())
                .update();
    }

    /// Newest first.
    public Page<Attempted> page(long user, String cursor, int limit) {
        List<Attempted> found = jdbc.sql("SELECT id, at, user_id, address, user_agent, result FROM identity.sign_ins"
                        + " WHERE user_id = ? AND id < ? ORDER BY id DESC LIMIT ?")
                .params(user, Page.id(cursor, Long.MAX_VALUE), limit + 1)
                .query((row, _) -> new Attempted(
                        row.getLong("id"),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getLong("user_id"),
                        row.getString("address"),
                        row.getString("user_agent"),
                        row.getString("result")))
                .list();
        return Page.of(found, limit, attempt -> Long.toString(attempt.id));
    }

    void forget(Duration after) {
        jdbc.sql("DELETE FROM identity.sign_ins WHERE at < ?")
                .param(clock.now().minus(after).atOffset(ZoneOffset.UTC))
                .update();
    }
}
