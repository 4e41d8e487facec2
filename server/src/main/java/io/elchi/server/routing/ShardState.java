package io.elchi.server.routing;

import java.time.Instant;

/// What the owner of a shard says of it. See [io.elchi.server.cluster.ShardId] for the numbers.
///
/// @param epoch of the owner's lease
/// @param bound sessions that are bound
/// @param wanted sessions that shall be bound
/// @param inFlight submit_sm without a response
/// @param window submit_sm that may be without one
/// @param waiting messages in the queue
/// @param oldest when the oldest of these was accepted; null: none waits
/// @param unsettled what operators said to the owner, and it has not settled
/// @param problem what went wrong last; null while nothing did
public record ShardState(
        long shard,
        long epoch,
        int bound,
        int wanted,
        int inFlight,
        int window,
        int waiting,
        Instant oldest,
        int unsettled,
        String problem) {}
