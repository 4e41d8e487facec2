package io.elchi.server.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/// Random texts that open something, and their hashes, which are stored instead of them. They are too long to be
/// guessed, so a fast hash does.
final class RandomText {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();
    private static final int OCTETS = 32;

    private RandomText() {}

    static byte[] octets(int count) {
        byte[] octets = new byte[count];
        RANDOM.nextBytes(octets);
        return octets;
    }

    /// Of 256 bits: 43 characters.
    static String fresh() {
        return TEXT.encodeToString(octets(OCTETS));
    }

    static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static String hashText(String text) {
        return TEXT.encodeToString(hash(text));
    }
}
