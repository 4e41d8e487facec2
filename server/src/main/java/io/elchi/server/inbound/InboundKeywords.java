package io.elchi.server.inbound;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Page;
import io.elchi.server.core.Refusal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Words with which handsets opt out and in.
public final class InboundKeywords {
    /// Keywords of the platform, at most.
    public static final int MOST = 10_000;

    private static final String COLUMNS = "id, account_id, keyword, language, action, reply, created_at";

    private final JdbcClient jdbc;
    private final JdbcClient reads;

    /// @param reads for people who look
    InboundKeywords(JdbcClient jdbc, JdbcClient reads) {
        this.jdbc = jdbc;
        this.reads = reads;
    }

    /// The effect of a keyword.
    public enum KeywordAction {
        OPT_OUT,
        OPT_IN,
        /// None, although it has one for all accounts.
        NONE;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// A keyword.
    ///
    /// @param accountId 0: for all accounts that have no entry of their own for the word
    /// @param keyword folded ([InboundRoutes#keyword])
    /// @param language BCP 47; for people only
    /// @param reply the answer to the handset when something changed; null: none
    public record Keyword(
            long id,
            long accountId,
            String keyword,
            String language,
            KeywordAction action,
            String reply,
            Instant createdAt) {}

    /// Adds a keyword, or replaces the account's entry for the word, for the next message on.
    ///
    /// @throws io.elchi.server.core.RefusedException when there are too many
    public Keyword put(Keyword keyword) {
        return jdbc.sql("INSERT INTO inbound.keywords (account_id, keyword, language, action, reply)"
                        + " SELECT ?::bigint, ?, ?, ?, ?::text WHERE (SELECT count(*) FROM inbound.keywords) < ?"
                        + " ON CONFLICT (keyword, account_id) DO UPDATE SET language = excluded.language,"
                        + " action = excluded.action, reply = excluded.reply RETURNING "
                        + COLUMNS)
                .params(Arrays.asList(
                        keyword.accountId == 0 ? null : keyword.accountId,
                        keyword.keyword,
                        keyword.language,
                        keyword.action.text(),
                        keyword.reply,
                        MOST))
                .query((row, _) -> keyword(row))
                .optional()
                .orElseThrow(() -> Refusal.of(Failure.CONFLICT, "there may be " + MOST + " keywords")
                        .exception());
    }

    /// Keywords by id.
    ///
    /// @param accountId only its own; 0: those for all; null: everything
    /// @param cursor of the page before; null: from the first
    public Page<Keyword> list(Long accountId, String cursor, int limit) {
        List<Keyword> found = reads.sql("SELECT " + COLUMNS + " FROM inbound.keywords WHERE id > ?"
                        + " AND (?::bigint IS NULL OR coalesce(account_id, 0) = ?) ORDER BY id LIMIT ?")
                .params(Arrays.asList(Page.id(cursor, 0), accountId, accountId, limit + 1))
                .query((row, _) -> keyword(row))
                .list();
        return Page.of(found, limit, Keyword::id);
    }

    /// Removes a keyword; false when there is none.
    public boolean remove(long id) {
        return jdbc.sql("DELETE FROM inbound.keywords WHERE id = ?").param(id).update() > 0;
    }

    private static Keyword keyword(ResultSet row) throws SQLException {
        return new Keyword(
                row.getLong("id"),
                row.getLong("account_id"),
                row.getString("keyword"),
                row.getString("language"),
                KeywordAction.valueOf(row.getString("action").toUpperCase(Locale.ROOT)),
                row.getString("reply"),
                InboundRows.instant(row, "created_at"));
    }
}
