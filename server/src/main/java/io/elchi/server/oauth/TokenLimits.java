package io.elchi.server.oauth;

/// The rates of the endpoints at `/oauth2`.
///
/// @param requests of an address
/// @param failures of an address: failed authentications of clients. A stranger who
///     knows the id of a client must not lock it out, so they are not counted by client
/// @param tokens of a client
record TokenLimits(AttemptLimits requests, AttemptLimits failures, AttemptLimits tokens) {}
