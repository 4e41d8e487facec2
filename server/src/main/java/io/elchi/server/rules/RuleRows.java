package io.elchi.server.rules;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.http.JsonBody;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Reads and writes rows of `rules.rules`.
final class RuleRows {
    static final String COLUMNS =
            "id, version, name, priority, account_id, enabled, passes_on, match, action, created_at, updated_at";

    /// A member of the column `match` of rules for messages from handsets: a release that knows no such rules
    /// cannot read it, and does not apply the rule to messages to handsets.
    private static final String DIRECTION = "direction";

    private static final JsonMapper JSON = JsonMapper.shared();

    private RuleRows() {}

    /// A row, which this release may be unable to read: a rule of a later one may have what this one does not know.
    ///
    /// @param rule null: it cannot be read
    /// @param why it cannot be read; null: it can
    record RuleRow(long id, int priority, StoredRule rule, String why) {
        static RuleRow of(ResultSet row) throws SQLException {
            long id = row.getLong("id");
            int priority = row.getInt("priority");
            try {
                StoredRule rule = read(row);
                RuleChecks.check(rule.form());
                return new RuleRow(id, priority, rule, null);
            } catch (RefusedException | JacksonException e) {
                return new RuleRow(id, priority, null, e.getMessage());
            }
        }

        Optional<StoredRule> readable() {
            return Optional.ofNullable(rule);
        }

        /// @throws RefusedException when it cannot be read
        StoredRule orRefused() {
            return readable()
                    .orElseThrow(() -> Refusal.of(
                                    Failure.CONFLICT,
                                    "rule " + id
                                            + " is of another release: this one cannot read it, and can only remove it")
                            .exception());
        }
    }

    /// Without those that cannot be read.
    static List<StoredRule> readable(List<RuleRow> rows) {
        return rows.stream().flatMap(row -> row.readable().stream()).toList();
    }

    private static StoredRule read(ResultSet row) throws SQLException {
        JsonBody match = JsonBody.of(JSON.readTree(row.getString("match")));
        RuleForm form = new RuleForm(
                row.getString("name"),
                match.optionalOneOf(DIRECTION, RuleDirection.class).orElse(RuleDirection.MT),
                row.getInt("priority"),
                row.getLong("account_id"),
                row.getBoolean("enabled"),
                row.getBoolean("passes_on"),
                RuleJson.match(match),
                RuleJson.action(JsonBody.of(JSON.readTree(row.getString("action")))));
        return new StoredRule(
                row.getLong("id"),
                row.getLong("version"),
                form,
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }

    static String match(RuleForm form) {
        Map<String, Object> match = RuleDocument.match(form.match());
        if (form.direction() == RuleDirection.MO) {
            match.put(DIRECTION, form.direction().text());
        }
        return JSON.writeValueAsString(match);
    }

    static String action(RuleForm form) {
        return JSON.writeValueAsString(RuleDocument.action(form.action()));
    }
}
