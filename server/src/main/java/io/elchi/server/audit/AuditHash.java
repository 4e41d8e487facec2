package io.elchi.server.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The hash of an entry in the chain.
final class AuditHash {
    /// Of the entry before the first one.
    static final byte[] START = new byte[32];

    private AuditHash() {}

    /// @param before the hash of the entry before
    static byte[] of(byte[] before, long n, String body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            String text = HexFormat.of().formatHex(before) + "\n" + n + "\n" + body;
            return digest.digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
