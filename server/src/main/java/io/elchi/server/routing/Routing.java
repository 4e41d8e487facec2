package io.elchi.server.routing;

/// The module's interface for the message path. A decision is a pure function of the query, the snapshot of the
/// tables and the health of the operators.
public interface Routing {
    RouteDecision decide(RouteQuery query);
}
