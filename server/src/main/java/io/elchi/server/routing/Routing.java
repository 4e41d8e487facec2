package io.elchi.server.routing;

/// The module's interface for the message path. A decision is a pure function of the query, the snapshot of the
/// tables and the health of the operators.
public interface Routing {
    RouteDecision decide(RouteQuery query);

    /// Whether a link sends this TLV with every message, so that a client must not.
    default boolean setsTlv(int tag) {
        return false;
    }
}
