/// Settings: a YAML file, then the environment, then the command line, into checked records.
///
/// A feature owns its record; each component carries a [io.elchi.server.config.Setting] with what it is, its default
/// and its range. An unknown key, a value out of range and a missing one stop the start, all named at once. The
/// reference in `docs/reference/configuration.md` is written from the same annotations.
package io.elchi.server.config;
