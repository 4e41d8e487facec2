package io.elchi.server.rules;

import java.time.Instant;
import java.util.Comparator;

/// A rule as the table has it.
///
/// @param version of this rule: each change makes the next one
public record StoredRule(long id, long version, RuleForm form, Instant createdAt, Instant updatedAt) {
    /// The order in which messages pass the rules.
    public static final Comparator<StoredRule> ORDER =
            Comparator.comparingInt((StoredRule rule) -> rule.form.priority()).thenComparingLong(StoredRule::id);
}
