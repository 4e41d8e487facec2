package io.elchi.server.messages.store;

import io.elchi.server.core.Page;
import io.elchi.server.messages.RefusalLog;
import io.elchi.server.messages.RefusalLog.RefusedRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    public void insert(List<RefusedRequest> entries) {
        jdbc.sql("INSERT INTO messages.refusals"
                        + " (at, account_id, api_key_id, code, field, detail, msisdn, sender, correlation_id)"
                        + " SELECT * FROM unnest(?::timestamptz[], ?::bigint[], ?::bigint[], ?::text[], ?::text[],"
                        + " ?::text[], ?::text[], ?::text[], ?::text[])")
                .param(texts(entries, entry -> entry.at().toString()))
                .param(entries.stream().map(RefusedRequest::accountId).toArray(Long[]::new))
                .param(entries.stream().map(RefusedRequest::apiKeyId).toArray(Long[]::new))
                .param(texts(entries, RefusedRequest::code))
                .param(texts(entries, RefusedRequest::field))
                .param(texts(entries, RefusedRequest::detail))
                .param(texts(entries, RefusedRequest::to))
                .param(texts(entries, RefusedRequest::from))
                .param(texts(entries, RefusedRequest::correlationId))
                .update();
    }

    private static String[] texts(List<RefusedRequest> entries, Function<RefusedRequest, String> text) {
        return entries.stream().map(text).toArray(String[]::new);
    }

    @Override
    public Page<RefusedRequest> page(long accountId, String code, String cursor, int limit) {
        // Each with the conditions that it has, so that the index of accounts is used.
        Map<String, Object> values = new HashMap<>();
        values.put("before", Page.id(cursor, Long.MAX_VALUE));
        values.put("limit", limit + 1);
        StringBuilder where = new StringBuilder("id < :before");
        if (accountId != 0) {
            where.append(" AND account_id = :account");
            values.put("account", accountId);
        }
        if (code != null) {
            where.append(" AND code = :code");
            values.put("code", code);
        }
        List<RefusedRequest> found = reads.sql(
                        "SELECT * FROM messages.refusals WHERE " + where + " ORDER BY id DESC LIMIT :limit")
                .params(values)
                .query((row, _) -> entry(row))
                .list();
        return Page.of(found, limit, RefusedRequest::id);
    }

    private static RefusedRequest entry(ResultSet row) throws SQLException {
        return new RefusedRequest(
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
