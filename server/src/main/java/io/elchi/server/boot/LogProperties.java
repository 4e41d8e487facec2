package io.elchi.server.boot;

import io.elchi.server.config.Setting;

/// Settings of the log.
public record LogProperties(
        @Setting(value = "JSON lines for machines, or text for people", is = "json")
        Format format,

        @Setting(value = "the lowest level that is logged", is = "info")
        Level level,

        @Setting(value = "a line for each timeline entry of each message, at every level", is = "false")
        boolean messages) {
    /// The form of a line.
    public enum Format {
        JSON,
        TEXT
    }

    /// The lowest level that is logged.
    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG
    }
}
