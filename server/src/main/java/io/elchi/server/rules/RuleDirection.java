package io.elchi.server.rules;

import java.util.Locale;

/// Which messages a rule is for.
public enum RuleDirection {
    /// Those that are sent to handsets.
    MT,
    /// Those from handsets.
    MO;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
