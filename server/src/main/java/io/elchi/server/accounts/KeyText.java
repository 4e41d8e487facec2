package io.elchi.server.accounts;

import io.elchi.server.core.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/// The text of a key: `elchi_<prefix>_<secret>`, 8 characters that may be seen and 256 random bits that may not.
final class KeyText {
    private static final String START = "elchi_";
    private static final int PREFIX_LENGTH = 8;
    private static final int SECRET_OCTETS = 32;
    private static final char[] PREFIX_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789".toCharArray();
    private static final int LENGTH = START.length() + PREFIX_LENGTH + 1 + 43;
    private static final SecureRandom RANDOM = new SecureRandom();

    private KeyText() {}

    static Secret random() {
        StringBuilder text = new StringBuilder(LENGTH).append(START);
        for (int i = 0; i < PREFIX_LENGTH; i++) {
            text.append(PREFIX_LETTERS[RANDOM.nextInt(PREFIX_LETTERS.length)]);
        }
        byte[] secret = new byte[SECRET_OCTETS];
        RANDOM.nextBytes(secret);
        text.append('_').append(Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
        return new Secret(text.toString());
    }

    /// The visible part; null when it is no key of ours.
    static String prefix(String key) {
        if (key == null
                || key.length() != LENGTH
                || !key.startsWith(START)
                || key.charAt(START.length() + PREFIX_LENGTH) != '_') {
            return null;
        }
        String prefix = key.substring(START.length(), START.length() + PREFIX_LENGTH);
        return isPrefix(prefix) ? prefix : null;
    }

    /// Whether it has the form of a prefix: 8 characters of ASCII.
    static boolean isPrefix(String text) {
        boolean ascii = text.length() == PREFIX_LENGTH;
        for (int i = 0; i < text.length(); i++) {
            ascii &= text.charAt(i) < 128;
        }
        return ascii;
    }

    /// The prefix as one number.
    static long code(String prefix) {
        long code = 0;
        for (int i = 0; i < PREFIX_LENGTH; i++) {
            code = code << 8 | prefix.charAt(i);
        }
        return code;
    }

    static byte[] hash(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
