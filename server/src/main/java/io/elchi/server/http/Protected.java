package io.elchi.server.http;

import java.util.List;

/// Paths that need an authority.
///
/// @param authority the scope of a key
/// @param patterns of paths, `/admin/**`
public record Protected(String authority, List<String> patterns) {}
