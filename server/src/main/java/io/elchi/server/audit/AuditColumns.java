package io.elchi.server.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The columns that entries are searched by. They repeat what the body says.
record AuditColumns(OffsetDateTime at, Long accountId, Long apiKeyId, Long userId, String object, String objectId) {
    static AuditColumns of(ResultSet row) throws SQLException {
        return new AuditColumns(
                row.getObject("at", OffsetDateTime.class),
                row.getObject("account_id", Long.class),
                row.getObject("api_key_id", Long.class),
                row.getObject("user_id", Long.class),
                row.getString("object"),
                row.getString("object_id"));
    }

    /// Whether the body says the same.
    boolean isOf(String body) {
        try {
            JsonNode json = JsonMapper.shared().readTree(body);
            return at.withOffsetSameInstant(ZoneOffset.UTC)
                            .isEqual(OffsetDateTime.parse(json.path("at").asString("")))
                    && Objects.equals(accountId, number(json.at("/actor/account_id")))
                    && Objects.equals(apiKeyId, number(json.at("/actor/api_key_id")))
                    && Objects.equals(userId, number(json.at("/actor/user_id")))
                    && Objects.equals(object, json.path("object").asString(null))
                    && Objects.equals(objectId, json.path("id").asString(null));
        } catch (JacksonException | DateTimeParseException ignored) {
            return false;
        }
    }

    private static Long number(JsonNode value) {
        return value.isIntegralNumber() ? value.longValue() : null;
    }
}
