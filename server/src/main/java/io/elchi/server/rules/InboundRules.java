package io.elchi.server.rules;

/// The module's interface for messages from handsets: it answers from memory.
public interface InboundRules {
    /// Without a rule.
    InboundRules NONE = new InboundRules() {
        @Override
        public boolean isEmpty() {
            return true;
        }

        @Override
        public InboundRuling apply(InboundRuleSubject message) {
            return null;
        }
    };

    /// Whether no rule for messages from handsets is in force.
    boolean isEmpty();

    /// What the rules make of a message.
    ///
    /// @return null when no rule matches
    InboundRuling apply(InboundRuleSubject message);
}
