package io.elchi.server.tariffs;

/// The destination of a message, as rates see it.
///
/// @param prefix the first digits of the number, as many as any rate may ask for
/// @param mcc null when the network is not known
/// @param mnc null when the network is not known
public record Destination(String prefix, String mcc, String mnc) {}
