package io.elchi.server.boot;

import io.elchi.server.config.Setting;

/// Settings of the log.
public record LogProperties(
        @Setting(
                value = "JSON lines for machines, or text for people; auto: text at a terminal, else JSON",
                is = "auto",
                local = true)
        Format format,

        @Setting(value = "the lowest level that is logged", is = "info", local = true)
        LogLevel level,

        @Setting(value = "a line for each timeline entry of each message, at every level", is = "false", local = true)
        boolean messages) {
    /// The form of a line.
    public enum Format {
        AUTO,
        JSON,
        TEXT;

        /// Whether lines are JSON.
        ///
        /// @param terminal whether a person reads standard output
        boolean isJson(boolean terminal) {
            return this == JSON || this == AUTO && !terminal;
        }
    }

    /// The lowest level that is logged.
    public enum LogLevel {
        ERROR,
        WARN,
        INFO,
        DEBUG
    }
}
