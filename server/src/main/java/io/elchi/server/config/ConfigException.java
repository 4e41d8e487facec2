package io.elchi.server.config;

import java.util.List;

/// The settings cannot be used; every problem is named.
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// The message for an unknown setting.
    public static final String UNKNOWN = "there is no such setting";

    private final transient List<String> problems;

    public ConfigException(List<String> problems) {
        super("the settings cannot be used:\n  " + String.join("\n  ", problems));
        this.problems = List.copyOf(problems);
    }

    /// One sentence each, beginning with the setting's path.
    public List<String> problems() {
        return problems;
    }
}
