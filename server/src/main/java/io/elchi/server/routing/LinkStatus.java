package io.elchi.server.routing;

import java.time.Instant;

/// The current state of a link.
///
/// @param bound sessions that are bound
/// @param wanted sessions that shall be bound; 0 when the operator connects by outbind
/// @param inFlight submit_sm without a response
/// @param window submit_sm that may be without one
/// @param problem what went wrong last; null while nothing did
/// @param since when `bound` changed last
public record LinkStatus(
        long linkId,
        long operatorId,
        String name,
        int bound,
        int wanted,
        int inFlight,
        int window,
        String problem,
        Instant since) {}
