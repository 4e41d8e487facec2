package io.elchi.server.rules;

/// The part of a rule that somebody writes.
///
/// @param name for people; it is in the detail of refusals
/// @param direction which messages it is for
/// @param priority lower is earlier; equal ones go by their ids
/// @param accountId for this account and those below it; 0: for all
/// @param enabled whether it is in force
/// @param passesOn whether later rules see the message, too
public record RuleForm(
        String name,
        RuleDirection direction,
        int priority,
        long accountId,
        boolean enabled,
        boolean passesOn,
        RuleMatch match,
        RuleAction action) {
    /// A rule for messages to handsets.
    public RuleForm(
            String name,
            int priority,
            long accountId,
            boolean enabled,
            boolean passesOn,
            RuleMatch match,
            RuleAction action) {
        this(name, RuleDirection.MT, priority, accountId, enabled, passesOn, match, action);
    }

    /// Whether its text pattern runs for every message: nothing that is cheap to look at comes first.
    boolean isOpen() {
        return match.text().pattern() != null
                && match.text().contains().isEmpty()
                && accountId == 0
                && match.operators().isEmpty()
                && match.from().equal().isEmpty()
                && match.to().prefixes().isEmpty()
                && match.to().countries().isEmpty()
                && match.to().networks().isEmpty();
    }

    RuleForm at(int otherPriority) {
        return new RuleForm(name, direction, otherPriority, accountId, enabled, passesOn, match, action);
    }
}
