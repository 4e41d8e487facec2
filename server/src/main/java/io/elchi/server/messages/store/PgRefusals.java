package io.elchi.server.messages.store;

import io.elchi.server.core.Page;
import io.elchi.server.messages.RefusalLog;
import io.elchi.server.messages.RefusalLog.Entry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Refused requests in PostgreSQL.
public final class PgRefusals implements RefusalLog.Store {
    private final JdbcClient jdbc;
    private final JdbcClient reads;

    public PgRefusals(JdbcClient jdbc, JdbcClient reads) {
        this.jdbc = jdbc;
        this.reads = reads;
    }

    @Override
    public void insert(List<Entry> entries) {
        jdbc.sql("INSERT INTO messages.refusals"
                        + " (at, account_id, api_key_id, code, field, detail, msisdn, sender, correlation_id)"
                        + " SELECT * FROM unnest(?::timestamptz[], ?::bigint[], ?::bigint[], ?::text[], ?::text[],"
                        + " ?::text[], ?::text[], ?::text[], ?::text[])")
                .param(texts(entries, entry -> entry.at().toString()))
                .param(entries.stream().map(Entry::accountId).toArray(Long[]::new))
                .param(entries.stream().map(Entry::apiKeyId).toArray(Long[]::new))
                .param(texts(entries, Entry::code))
                .param(texts(entries, Entry::field))
                .param(texts(entries, Entry::detail))
                .param(texts(entries, Entry::to))
                .param(texts(entries, Entry::from))
                .param(texts(entries, Entry::correlationId))
                .update();
    }

    private static String[] texts(List<Entry> entries, Function<Entry, String> text) {
        return entries.stream().map(text).toArray(String[]::new);
    }

    @Override
    public Page<Entry> page(long accountId, String code, String cursor, int limit) {
        List<Entry> found = reads.sql(
                        "SELECT * FROM messages.refusals WHERE id < ? AND (?::bigint = 0 OR account_id = ?)"
                                + " AND (?::text IS NULL OR code = ?) ORDER BY id DESC LIMIT ?")
                .params(Page.id(cursor, Long.MAX_VALUE), accountId, accountId)
                .param(code)
                .param(code)
                .param(limit + 1)
                .query((row, _) -> entry(row))
                .list();
        return Page.of(found, limit, Entry::id);
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getLong("id"),
                MessageReader.instant(row, "at"),
                row.getLong("account_id"),
                row.getLong("api_key_id"),
                row.getString("code"),
                row.getString("field"),
                row.getString("detail"),
                row.getString("msisdn"),
                row.getString("sender"),
                row.getString("correlation_id"));
    }
}
