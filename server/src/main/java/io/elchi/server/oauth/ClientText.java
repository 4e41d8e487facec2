package io.elchi.server.oauth;

import io.elchi.server.core.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/// The texts of a client: its id, `elchi_client_k3j4h5g6`, and its secret with 256 random bits. A secret has only
/// characters that mean themselves in a form and in a header.
final class ClientText {
    private static final String ID_START = "elchi_client_";
    private static final String SECRET_START = "elchi_secret_";
    private static final int LETTERS = 8;
    private static final int SECRET_OCTETS = 32;
    private static final char[] ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789".toCharArray();
    private static final SecureRandom RANDOM = new SecureRandom();
    static final long NO_CODE = 0;

    private ClientText() {}

    static String randomId() {
        StringBuilder text = new StringBuilder(ID_START);
        for (int i = 0; i < LETTERS; i++) {
            text.append(ALPHABET[RANDOM.nextInt(ALPHABET.length)]);
        }
        return text.toString();
    }

    static Secret randomSecret() {
        byte[] secret = new byte[SECRET_OCTETS];
        RANDOM.nextBytes(secret);
        return new Secret(SECRET_START + Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    /// The id as one number; [#NO_CODE] when it is none of ours.
    static long code(String clientId) {
        if (clientId == null || clientId.length() != ID_START.length() + LETTERS || !clientId.startsWith(ID_START)) {
            return NO_CODE;
        }
        long code = 0;
        for (int i = ID_START.length(); i < clientId.length(); i++) {
            char c = clientId.charAt(i);
            if (c < '0' || c > 'z') {
                return NO_CODE;
            }
            code = code << 8 | c;
        }
        return code;
    }

    /// Of a text with 256 random bits this is as good as a slow hash: nobody can try them all.
    static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
