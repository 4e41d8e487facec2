package io.elchi.server.approvals;

import io.elchi.server.core.Clock;
import io.elchi.server.core.Page;
import io.elchi.server.core.Permission;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Drafts in PostgreSQL. Each change of a state names the state before it: of two at a time one finds no row.
final class DraftStore {
    /// Amounts as they were written: not as binary fractions.
    private static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final JdbcClient jdbc;
    private final Clock clock;

    DraftStore(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// A draft to be made.
    record NewDraft(long accountId, long userId, DraftRecord.DraftedOperation request, String reason) {}

    /// Whose drafts somebody sees: its own, and those that need a permission it has.
    ///
    /// @param user 0: no person
    /// @param account 0: those of all accounts
    record Seen(long user, Collection<Permission> permissions, long account) {
        private String[] texts() {
            return permissions.stream().map(Permission::text).toArray(String[]::new);
        }
    }

    /// Empty: the author has `most` that wait.
    Optional<DraftRecord> add(NewDraft wanted, Duration time, int most) {
        Instant now = clock.now();
        DraftRecord.DraftedOperation request = wanted.request;
        return jdbc.sql("INSERT INTO approvals.drafts (account_id, user_id, method, path, body, permission, reason,"
                        + " created_at, expires_at) SELECT ?, ?, ?, ?, ?, ?, ?, ?, ? WHERE (SELECT count(*) FROM"
                        + " approvals.drafts WHERE user_id = ? AND state = 'open' AND expires_at > ?) < ? RETURNING *")
                .params(
                        wanted.accountId,
                        wanted.userId,
                        request.method(),
                        request.path(),
                        request.body() == null ? null : request.body().toString(),
                        request.permission(),
                        wanted.reason,
                        at(now),
                        at(now.plus(time)),
                        wanted.userId,
                        at(now),
                        most)
                .query((row, _) -> draft(row))
                .optional();
    }

    Optional<DraftRecord> find(long id) {
        return jdbc.sql("SELECT * FROM approvals.drafts WHERE id = ?")
                .param(id)
                .query((row, _) -> draft(row))
                .optional();
    }

    /// The newest first.
    ///
    /// @param condition which of those that are seen
    Page<DraftRecord> page(Seen seen, DraftList condition, String cursor, int limit) {
        List<DraftRecord> found = jdbc.sql("SELECT * FROM approvals.drafts WHERE id < :before"
                        + " AND (:account = 0 OR account_id = :account)"
                        + " AND (user_id = :user OR permission = ANY (:permissions)) AND " + condition.sql()
                        + " ORDER BY id DESC LIMIT :limit")
                .param("before", Page.id(cursor, Long.MAX_VALUE))
                .param("account", seen.account)
                .param("user", seen.user)
                .param("permissions", seen.texts())
                .param("now", at(clock.now()))
                .param("limit", limit + 1)
                .query((row, _) -> draft(row))
                .list();
        return Page.of(found, limit, draft -> Long.toString(draft.id()));
    }

    /// Whether it was open until now.
    ///
    /// @param by the person who decides
    /// @param reason null: none
    boolean decide(long id, DraftState state, long by, String reason) {
        OffsetDateTime now = at(clock.now());
        return jdbc.sql("UPDATE approvals.drafts SET state = ?, decided_by = ?, decided_at = ?, decision_reason = ?"
                                + " WHERE id = ? AND state = 'open' AND expires_at > ?")
                        .params(state.text(), by, now, reason, id, now)
                        .update()
                == 1;
    }

    /// @param problem null: it was carried out
    void end(long id, String problem) {
        jdbc.sql("UPDATE approvals.drafts SET state = ?, problem = ? WHERE id = ? AND state = 'approved'")
                .params((problem == null ? DraftState.EXECUTED : DraftState.FAILED).text(), problem, id)
                .update();
    }

    void expire() {
        jdbc.sql("UPDATE approvals.drafts SET state = 'expired' WHERE state = 'open' AND expires_at <= ?")
                .param(at(clock.now()))
                .update();
    }

    /// Of a process that ended while it carried out a draft.
    void abandon(Duration after, String problem) {
        jdbc.sql(
                        "UPDATE approvals.drafts SET state = 'failed', problem = ? WHERE state = 'approved' AND decided_at < ?")
                .params(problem, at(clock.now().minus(after)))
                .update();
    }

    void forget(Duration after) {
        jdbc.sql("DELETE FROM approvals.drafts WHERE expires_at < ?")
                .param(at(clock.now().minus(after)))
                .update();
    }

    private static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    private DraftRecord draft(ResultSet row) throws SQLException {
        Instant expires = time(row, "expires_at");
        DraftState state = DraftState.of(row.getString("state"));
        boolean over = state == DraftState.OPEN && !expires.isAfter(clock.now());
        Instant decided = time(row, "decided_at");
        return new DraftRecord(
                row.getLong("id"),
                (over ? DraftState.EXPIRED : state).text(),
                row.getLong("account_id"),
                row.getLong("user_id"),
                new DraftRecord.DraftedOperation(
                        row.getString("method"),
                        row.getString("path"),
                        json(row.getString("body")),
                        row.getString("permission")),
                row.getString("reason"),
                time(row, "created_at"),
                expires,
                decided == null
                        ? null
                        : new DraftRecord.Decision(
                                row.getLong("decided_by"), decided, row.getString("decision_reason")),
                json(row.getString("problem")));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static JsonNode json(String text) {
        return text == null ? null : EXACT.readTree(text);
    }
}
