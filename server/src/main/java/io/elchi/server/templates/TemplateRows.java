package io.elchi.server.templates;

import io.elchi.server.templates.Template.TemplateForm;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads and writes rows of `templates.templates`.
final class TemplateRows {
    static final String COLUMNS =
            "id, account_id, version, name, fallback_locale, texts, variables, created_at, updated_at";

    private static final JsonMapper JSON = JsonMapper.shared();

    private TemplateRows() {}

    static Template template(ResultSet row) throws SQLException {
        Map<String, String> texts = new TreeMap<>();
        JSON.readTree(row.getString("texts"))
                .properties()
                .forEach(text -> texts.put(text.getKey(), text.getValue().stringValue()));
        List<TemplateVariable> variables = new ArrayList<>();
        for (JsonNode each : JSON.readTree(row.getString("variables"))) {
            variables.add(new TemplateVariable(
                    each.get("name").stringValue(),
                    TemplateVariable.VariableType.valueOf(
                            each.get("type").stringValue().toUpperCase(Locale.ROOT)),
                    each.get("max_length").intValue()));
        }
        return new Template(
                row.getLong("id"),
                row.getLong("account_id"),
                row.getLong("version"),
                new TemplateForm(row.getString("name"), row.getString("fallback_locale"), texts, variables),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }

    static String texts(TemplateForm form) {
        ObjectNode json = JSON.createObjectNode();
        form.texts().forEach(json::put);
        return json.toString();
    }

    static String variables(TemplateForm form) {
        ArrayNode json = JSON.createArrayNode();
        for (TemplateVariable variable : form.variables()) {
            json.addObject()
                    .put("name", variable.name())
                    .put("type", variable.type().text())
                    .put("max_length", variable.maxLength());
        }
        return json.toString();
    }
}
