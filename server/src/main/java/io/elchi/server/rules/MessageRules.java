package io.elchi.server.rules;

import java.util.function.Supplier;

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

    /// Does the work of one submission: rules may ask services for a limited time during all of it.
    default <T> T inOneSubmission(Supplier<T> work) {
        return work.get();
    }

    /// The same rules, which ask nobody.
    default MessageRules withoutAsking() {
        return this;
    }

    /// Whether no rule is in force.
    boolean isEmpty();

    /// What the rules make of a message.
    ///
    /// @return null when no rule matches
    Ruling apply(RuleSubject message);
}
