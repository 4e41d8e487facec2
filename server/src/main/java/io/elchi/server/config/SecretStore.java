package io.elchi.server.config;

/// Where the values of secret settings come from: the port for a vault. [EnvironmentSecrets] is its adapter for
/// variables and files.
public interface SecretStore {
    /// What the store has for one setting.
    sealed interface Found {
        /// It has none: the setting's other sources count.
        record Nothing() implements Found {}

        /// @param warning a sentence for the log, without the value; empty: none
        record Value(String value, String warning) implements Found {
            @Override
            public String toString() {
                return "Value[redacted]";
            }
        }

        /// The value cannot be had, and the start must stop.
        ///
        /// @param problem a sentence without the value
        record Failed(String problem) implements Found {}
    }

    /// Called once for each secret setting at the start.
    ///
    /// @param path the setting, like `database.password`
    Found find(String path);
}
