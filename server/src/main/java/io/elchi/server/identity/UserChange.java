package io.elchi.server.identity;

import java.util.List;

/// A change of a person; null keeps the current value.
///
/// @param role its word, as in [User]
/// @param active false suspends it
/// @param networks from where it may sign in, CIDR
public record UserChange(String name, String role, Boolean active, List<String> networks) {}
