package io.elchi.server.identity;

import java.util.Base64;

/// Encrypts what the database may not show: the port to the key of the platform.
public interface Sealing {
    /// For a server without a key, as its log says at each start.
    Sealing NONE = new Sealing() {
        @Override
        public String seal(byte[] secret) {
            return Base64.getEncoder().encodeToString(secret);
        }

        @Override
        public byte[] open(String sealed) {
            return Base64.getDecoder().decode(sealed);
        }

        @Override
        public boolean isCurrent(String sealed) {
            return true;
        }
    };

    /// @param secret a multiple of 8 octets, 16 at least
    String seal(byte[] secret);

    /// @throws IllegalStateException when the key is missing
    byte[] open(String sealed);

    /// Whether the key of now sealed it.
    boolean isCurrent(String sealed);
}
