package io.elchi.server.pages;

/// A file as browsers get it.
///
/// @param type of its content, as in the header Content-Type
/// @param plain the octets
/// @param gzip the octets in the coding gzip; null: there are none
/// @param brotli the octets in the coding br; null: there are none
record WebFile(String type, byte[] plain, byte[] gzip, byte[] brotli) {}
