package io.elchi.server.identity;

import io.elchi.server.core.Clock;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Page;
import io.elchi.server.core.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Who signed in, and who was refused. Each entry is in the audit, too.
public final class SignInHistory {
    /// Sign-ins and proofs of one person in an hour.
    static final int MOST = 60;

    private static final Duration HOUR = Duration.ofHours(1);

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

    /// Refuses a person who signs in again and again: each sign-in takes a processor, and an entry of the audit.
    ///
    /// @throws io.elchi.server.core.RefusedException when there were [#MOST] in the last hour
    void checkRate(long user) {
        Instant hourAgo = clock.now().minus(HOUR);
        Optional<Instant> before = jdbc.sql(
                        "SELECT at FROM identity.sign_ins WHERE user_id = ? AND at > ? AND result IN"
                                + " ('signed_in', 'second_factor_needed', 'enrolment_needed', 'confirmed')"
                                + " ORDER BY id DESC OFFSET ? LIMIT 1")
                .params(user, hourAgo.atOffset(ZoneOffset.UTC), MOST - 1)
                .query((row, _) -> row.getObject(1, OffsetDateTime.class).toInstant())
                .optional();
        before.ifPresent(at -> {
            throw Refusal.after(Failure.RATE_LIMITED, Duration.between(hourAgo, at))
                    .exception();
        });
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
