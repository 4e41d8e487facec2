package io.elchi.server.routing;

import java.util.List;

/// What was found in the routes.
///
/// @param routes active routes that were looked at
/// @param complete whether everything was looked at; false when a limit ended it
public record LintReport(List<RouteFinding> items, int routes, boolean complete) {}
