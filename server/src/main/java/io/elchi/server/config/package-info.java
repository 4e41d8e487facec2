/// Settings: a YAML file, the environment and the command line become checked records.
///
/// Each module owns the record of its settings. A [io.elchi.server.config.Setting] on each component has its
/// meaning, default and range. Unknown keys, values out of range and missing values stop the start; one message
/// lists all of them. Secrets come through a [io.elchi.server.config.SecretStore].
/// `docs/reference/configuration.md` is generated from the same annotations.
package io.elchi.server.config;
