package io.elchi.server.rules;

import java.util.List;
import java.util.Locale;

/// Something about the rules that is likely a mistake.
///
/// @param kind see [RuleMistake], in small letters
/// @param severity `error`: the rule does nothing; `warning`: look at it
/// @param rules the one that it is about, then the one that causes it
/// @param detail a sentence
public record RuleFinding(String kind, String severity, List<RuleName> rules, String detail) {
    public record RuleName(long id, String name) {}

    /// What is wrong.
    public enum RuleMistake {
        /// An earlier rule ends the pass of every message that fits it.
        SHADOWED(true),
        /// No message fits it.
        UNREACHABLE(true),
        /// It is switched off.
        NEVER_IN_FORCE(false),
        /// It changes no message.
        NO_EFFECT(true),
        /// Its text pattern runs for every message.
        EXPENSIVE(false),
        /// It refuses every message.
        REJECTS_ALL(false);

        private final boolean error;

        RuleMistake(boolean error) {
            this.error = error;
        }

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        String severity() {
            return error ? "error" : "warning";
        }
    }

    static RuleFinding of(RuleMistake mistake, List<StoredRule> rules, String detail) {
        return new RuleFinding(
                mistake.text(),
                mistake.severity(),
                rules.stream()
                        .map(rule -> new RuleName(rule.id(), rule.form().name()))
                        .toList(),
                detail);
    }
}
