package io.elchi.server.accounts;

import io.elchi.server.core.Secret;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// Passwords of SMPP: a bind takes at most eight octets (SMPP 3.4, 5.2.2), so that only a slow hash keeps them from
/// being found by trying all of them. Longer ones are for logins that submit over HTTP alone.
final class SmppPassword {
    /// Octets of the salt and of the hash behind it.
    static final int SALT = 16;

    static final int HASH = 32;

    /// Characters of a password that is made here, which have 47 bits.
    private static final int LENGTH = 8;
    private static final String CHARACTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
    private static final int ITERATIONS = 50_000;
    private static final int BITS_PER_OCTET = 8;
    private static final SecureRandom RANDOM = new SecureRandom();

    private SmppPassword() {}

    static Secret random() {
        StringBuilder text = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            text.append(CHARACTERS.charAt(RANDOM.nextInt(CHARACTERS.length())));
        }
        return new Secret(text.toString());
    }

    /// Salt and hash; takes tens of milliseconds.
    static byte[] hash(String password) {
        byte[] salt = new byte[SALT];
        RANDOM.nextBytes(salt);
        byte[] salted = Arrays.copyOf(salt, SALT + HASH);
        System.arraycopy(derived(password, salt), 0, salted, SALT, HASH);
        return salted;
    }

    /// As long as [#hash] takes, whether it is right or not.
    static boolean isRight(String password, byte[] salted) {
        byte[] derived = derived(password, Arrays.copyOf(salted, SALT));
        return MessageDigest.isEqual(derived, Arrays.copyOfRange(salted, SALT, SALT + HASH));
    }

    private static byte[] derived(String password, byte[] salt) {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, ITERATIONS, HASH * BITS_PER_OCTET);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has PBKDF2 with HMAC-SHA-256", e);
        } finally {
            spec.clearPassword();
        }
    }
}
