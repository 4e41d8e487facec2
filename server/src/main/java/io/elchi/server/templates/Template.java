package io.elchi.server.templates;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// A template of an account.
///
/// @param version 1, and one more with each change
public record Template(long id, long accountId, long version, TemplateForm form, Instant createdAt, Instant updatedAt) {
    /// What the account decides about it.
    ///
    /// @param name unique in the account
    /// @param fallbackLocale one of the locales of the texts
    /// @param texts by locale, in small letters
    /// @param variables in the order in which they were declared
    public record TemplateForm(
            String name, String fallbackLocale, Map<String, String> texts, List<TemplateVariable> variables) {
        public TemplateForm {
            variables = List.copyOf(variables);
        }
    }
}
