package io.elchi.server.rules;

/// The module's interface for the message path: it answers from memory.
public interface MessageRules {
    /// Without a rule.
    MessageRules NONE = new MessageRules() {
        @Override
        public boolean isEmpty() {
            return true;
        }

        @Override
        public Ruling apply(RuleSubject message) {
            return null;
        }
    };

    /// Whether no rule is in force.
    boolean isEmpty();

    /// What the rules make of a message.
    ///
    /// @return null when no rule matches
    Ruling apply(RuleSubject message);
}
