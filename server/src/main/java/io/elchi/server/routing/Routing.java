package io.elchi.server.routing;

/// The room's door on the road of a message. A decision is a pure function of the query, the snapshot of the tables and
/// the health of the operators.
public interface Routing {
    RouteDecision decide(RouteQuery query);
}
