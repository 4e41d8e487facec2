package io.elchi.server.core;

/// An account that pays for a message: its own, or a reseller's above it.
///
/// @param currency of the account
public record Payer(long account, String currency) {}
