package io.elchi.server.templates;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.core.StorableText;
import io.elchi.server.templates.Template.TemplateForm;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What holds of a template when it is created and when it is changed.
final class TemplateChecks {
    private TemplateChecks() {}

    /// @throws RefusedException for the first field that is wrong
    static void check(TemplateForm form) {
        Set<String> declared = new HashSet<>();
        for (int i = 0; i < form.variables().size(); i++) {
            if (!declared.add(form.variables().get(i).name())) {
                throw invalid("variables[" + i + "].name", "is there twice");
            }
        }
        if (form.texts().isEmpty() || form.texts().size() > TemplateStore.MOST_LOCALES) {
            throw invalid("texts", "1 to " + TemplateStore.MOST_LOCALES + " locales");
        }
        if (!form.texts().containsKey(form.fallbackLocale())) {
            throw invalid("fallback_locale", "texts has no text in it");
        }
        Set<String> used = new HashSet<>();
        for (Map.Entry<String, String> text : form.texts().entrySet()) {
            used.addAll(names("texts." + text.getKey(), text.getValue(), declared));
        }
        declared.removeAll(used);
        if (!declared.isEmpty()) {
            throw invalid("variables", "no text has {{" + declared.iterator().next() + "}}");
        }
    }

    private static Set<String> names(String field, String text, Set<String> declared) {
        if (text.isBlank() || text.length() > TemplateStore.MOST_CHARACTERS) {
            throw invalid(field, "1 to " + TemplateStore.MOST_CHARACTERS + " characters");
        }
        if (!StorableText.is(text)) {
            throw invalid(field, StorableText.RULE);
        }
        try {
            Set<String> names = new TemplateText(text).names();
            for (String name : names) {
                if (!declared.contains(name)) {
                    throw invalid(field, "has {{" + name + "}}, which is not one of the variables");
                }
            }
            return names;
        } catch (IllegalArgumentException e) {
            throw invalid(field, e.getMessage());
        }
    }

    private static RefusedException invalid(String field, String why) {
        return Refusal.ofField(Failure.INVALID_FIELD, field, why).exception();
    }
}
