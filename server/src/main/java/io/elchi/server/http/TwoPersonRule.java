package io.elchi.server.http;

import io.elchi.server.core.Money;
import io.elchi.server.core.Permission;
import tools.jackson.databind.JsonNode;

/// Decides which requests wait for a second person; the module approvals implements it.
public interface TwoPersonRule {
    /// A request that was checked, and that would be carried out now.
    ///
    /// @param body null: it has none
    /// @param amount that decides; null: the rule is for any
    record RuleQuestion(String method, String path, Permission permission, JsonNode body, Money amount) {}

    /// Returns when the caller may go on.
    ///
    /// @throws DraftedException when the request has become a draft
    /// @throws io.elchi.server.core.RefusedException when it cannot become one
    void check(RuleQuestion question);
}
