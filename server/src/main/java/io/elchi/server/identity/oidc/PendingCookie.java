package io.elchi.server.identity.oidc;

import io.elchi.server.core.Clock;
import io.elchi.server.core.KeyEncryption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What the second step needs is with the browser, so strangers can make nothing grow, and every process can go
/// on. It is sealed by AES-256-GCM with a key of its own, which the platform's key encrypts.
final class PendingCookie {
    /// How long a person may stay at the provider.
    static final Duration LONGEST = Duration.ofMinutes(10);

    private static final byte[] PURPOSE = "elchi oidc sign-in 1".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final int PARTS = 3;
    private static final int KEY_OCTETS = 32;
    private static final int IV_OCTETS = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyEncryption keys;
    private final Clock clock;

    PendingCookie(KeyEncryption keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    String seal(PendingSignIn pending) {
        byte[] key = octets(KEY_OCTETS);
        byte[] iv = octets(IV_OCTETS);
        byte[] sealed;
        try {
            sealed = cipher(Cipher.ENCRYPT_MODE, key, iv)
                    .doFinal(JsonMapper.shared().writeValueAsBytes(pending));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-GCM", e);
        }
        byte[] whole = Arrays.copyOf(iv, iv.length + sealed.length);
        System.arraycopy(sealed, 0, whole, iv.length, sealed.length);
        return keys.keyId() + "." + text(keys.encrypt(key)) + "." + text(whole);
    }

    /// Empty: it is none of ours, or too old.
    Optional<PendingSignIn> open(String cookie) {
        String[] parts = cookie.split("\\.", PARTS + 1);
        if (parts.length != PARTS) {
            return Optional.empty();
        }
        try {
            byte[] whole = Base64.getUrlDecoder().decode(parts[2]);
            if (whole.length < IV_OCTETS) {
                return Optional.empty();
            }
            byte[] key = keys.decrypt(parts[0], Base64.getUrlDecoder().decode(parts[1]));
            byte[] plain = cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(whole, IV_OCTETS))
                    .doFinal(whole, IV_OCTETS, whole.length - IV_OCTETS);
            return Optional.of(JsonMapper.shared().readValue(plain, PendingSignIn.class))
                    .filter(pending -> clock.now().isBefore(pending.begunAt().plus(LONGEST)));
        } catch (IllegalArgumentException
                | IllegalStateException
                | GeneralSecurityException
                | JacksonException ignored) {
            // A stranger wrote it, or a key that is gone sealed it.
            return Optional.empty();
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] iv) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, iv));
        cipher.updateAAD(PURPOSE);
        return cipher;
    }

    private static byte[] octets(int count) {
        byte[] octets = new byte[count];
        RANDOM.nextBytes(octets);
        return octets;
    }

    private static String text(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }
}
