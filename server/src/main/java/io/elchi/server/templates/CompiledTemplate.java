package io.elchi.server.templates;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A template, ready for messages. Immutable.
final class CompiledTemplate {
    private final long id;
    private final long version;
    private final TemplateText fallback;
    private final Map<String, TemplateText> texts = new HashMap<>();
    private final List<TemplateVariable> variables;
    private final Map<String, TemplateVariable> byName = new HashMap<>();

    CompiledTemplate(Template template) {
        id = template.id();
        version = template.version();
        template.form().texts().forEach((locale, text) -> texts.put(locale, new TemplateText(text)));
        fallback = texts.get(template.form().fallbackLocale());
        variables = template.form().variables();
        variables.forEach(variable -> byName.put(variable.name(), variable));
    }

    long id() {
        return id;
    }

    long version() {
        return version;
    }

    /// The text of a message.
    ///
    /// @param locale null: the fallback
    /// @param path of the variables, as `messages[3].variables`
    /// @throws RefusedException that names a variable which is missing, not declared or of another form
    String text(String locale, Map<String, String> values, String path) {
        for (TemplateVariable variable : variables) {
            String value = values.get(variable.name());
            if (value == null) {
                throw refused(Failure.MISSING_FIELD, path + "." + variable.name(), null);
            }
            String problem = variable.problem(value);
            if (problem != null) {
                throw refused(Failure.INVALID_FIELD, path + "." + variable.name(), problem);
            }
        }
        if (values.size() > variables.size()) {
            for (String name : values.keySet()) {
                if (!byName.containsKey(name)) {
                    throw refused(Failure.UNKNOWN_FIELD, path + "." + name, "the template has no such variable");
                }
            }
        }
        String filled = of(locale).with(values);
        if (filled == null) {
            throw refused(
                    Failure.INVALID_FIELD, path, "the text would have more than " + TemplateText.MOST + " characters");
        }
        return filled;
    }

    /// The text in the locale, in its language, or in the fallback.
    private TemplateText of(String locale) {
        if (locale == null) {
            return fallback;
        }
        String wanted = locale.toLowerCase(Locale.ROOT);
        TemplateText exact = texts.get(wanted);
        int region = wanted.indexOf('-');
        TemplateText language = exact == null && region > 0 ? texts.get(wanted.substring(0, region)) : exact;
        return language == null ? fallback : language;
    }

    private static RefusedException refused(Failure failure, String field, String detail) {
        return Refusal.ofField(failure, field, detail).exception();
    }
}
