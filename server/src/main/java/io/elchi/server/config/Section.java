package io.elchi.server.config;

/// A top-level key of the settings and the record behind it.
///
/// @param name as in the file: `database`
/// @param type a record whose components all carry a [Setting]
public record Section(String name, Class<? extends Record> type) {}
