package io.elchi.server.rules;

import io.elchi.server.core.RefusedException;
import io.elchi.server.http.JsonBody;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import tools.jackson.databind.json.JsonMapper;

/// Reads and writes rows of `rules.rules`.
final class RuleRows {
    static final String COLUMNS =
            "id, version, name, priority, account_id, enabled, passes_on, match, action, created_at, updated_at";

    private static final JsonMapper JSON = JsonMapper.shared();

    private RuleRows() {}

    /// @throws RefusedException when a later release wrote it
    static StoredRule rule(ResultSet row) throws SQLException {
        RuleForm form = new RuleForm(
                row.getString("name"),
                row.getInt("priority"),
                row.getLong("account_id"),
                row.getBoolean("enabled"),
                row.getBoolean("passes_on"),
                RuleJson.match(JsonBody.of(JSON.readTree(row.getString("match")))),
                RuleJson.action(JsonBody.of(JSON.readTree(row.getString("action")))));
        return new StoredRule(
                row.getLong("id"),
                row.getLong("version"),
                form,
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }

    static String match(RuleForm form) {
        return JSON.writeValueAsString(RuleDocument.match(form.match()));
    }

    static String action(RuleForm form) {
        return JSON.writeValueAsString(RuleDocument.action(form.action()));
    }
}
