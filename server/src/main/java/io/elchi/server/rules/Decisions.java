package io.elchi.server.rules;

/// Asks a service whether a message may be sent.
interface Decisions {
    /// Asks nobody: every message may be sent.
    Decisions NONE = (_, _) -> null;

    /// @param rule whose action asks
    /// @return null: it may be sent
    RejectCode ask(StoredRule rule, RuleSubject message);
}
