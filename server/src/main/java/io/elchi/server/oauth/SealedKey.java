package io.elchi.server.oauth;

import io.elchi.server.core.KeyEncryption;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// A private key as the table has it: encrypted with a data key of its own (AES-256-GCM, the key's id is
/// authenticated), which a key outside the database encrypts.
///
/// @param octets nonce and encrypted key; the key itself when dataKey is null
/// @param dataKey encrypted; null when there is no key outside the database
/// @param encryptedBy the id of the key that encrypted the data key
record SealedKey(byte[] octets, byte[] dataKey, String encryptedBy) {
    private static final int NONCE_OCTETS = 12;
    private static final int TAG_BITS = 128;
    private static final int DATA_KEY_OCTETS = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    /// @param encryption null: there is none, and the key stays plain
    static SealedKey seal(String kid, byte[] key, KeyEncryption encryption) {
        if (encryption == null) {
            return new SealedKey(key, null, null);
        }
        byte[] dataKey = new byte[DATA_KEY_OCTETS];
        RANDOM.nextBytes(dataKey);
        byte[] nonce = new byte[NONCE_OCTETS];
        RANDOM.nextBytes(nonce);
        byte[] encrypted = crypt(Cipher.ENCRYPT_MODE, dataKey, kid, nonce, key);
        byte[] octets = Arrays.copyOf(nonce, NONCE_OCTETS + encrypted.length);
        System.arraycopy(encrypted, 0, octets, NONCE_OCTETS, encrypted.length);
        return new SealedKey(octets, encryption.encrypt(dataKey), encryption.keyId());
    }

    /// @throws IllegalStateException when the key outside the database is not there, or did not encrypt this
    byte[] open(String kid, KeyEncryption encryption) {
        if (dataKey == null) {
            return octets;
        }
        if (encryption == null) {
            throw new IllegalStateException("content.key is not set, and " + encryptedBy + " encrypted it");
        }
        byte[] nonce = Arrays.copyOf(octets, NONCE_OCTETS);
        byte[] encrypted = Arrays.copyOfRange(octets, NONCE_OCTETS, octets.length);
        return crypt(Cipher.DECRYPT_MODE, encryption.decrypt(encryptedBy, dataKey), kid, nonce, encrypted);
    }

    private static byte[] crypt(int mode, byte[] dataKey, String kid, byte[] nonce, byte[] octets) {
        try {
            SecretKey key = new SecretKeySpec(dataKey, "AES");
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(kid.getBytes(StandardCharsets.US_ASCII));
            return cipher.doFinal(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a signing key was encrypted by another data key", e);
        }
    }
}
