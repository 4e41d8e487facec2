package io.elchi.server.boot;

import io.elchi.server.config.Setting;

/// How the server logs.
public record LogProperties(
        @Setting(value = "JSON lines for machines, or text for people", is = "json")
        Format format,

        @Setting(value = "the least level that is logged", is = "info")
        Level level,

        @Setting(value = "a line for each step of each message, whatever the level", is = "false")
        boolean messages) {
    /// The form of a line.
    public enum Format {
        JSON,
        TEXT
    }

    /// How much is logged.
    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG
    }
}
