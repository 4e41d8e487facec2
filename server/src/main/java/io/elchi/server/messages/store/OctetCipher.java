package io.elchi.server.messages.store;

import io.elchi.server.messages.OctetEncryption;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// AES-256-GCM with a random nonce of 96 bits, which is stored in front of the octets (NIST SP 800-38D, 8.2.2). The
/// key is derived from a data key (HKDF-Expand of RFC 5869): [ContentCipher] uses ids as nonces of the data key
/// itself, so the nonces of both never meet.
final class OctetCipher implements OctetEncryption {
    private static final Logger LOG = LoggerFactory.getLogger(OctetCipher.class);
    private static final byte[] PURPOSE = "elchi octets that wait".getBytes(StandardCharsets.US_ASCII);
    private static final int KEY_OCTETS = 32;
    private static final int NONCE_OCTETS = 12;
    private static final int TAG_BITS = 128;

    /// null: nothing is encrypted.
    private final DataKeys keys;

    private final int otpDays;
    private final SecureRandom random = new SecureRandom();

    OctetCipher(DataKeys keys, int otpDays) {
        this.keys = keys;
        this.otpDays = otpDays;
    }

    @Override
    public StoredOctets encrypt(byte[] place, byte[] octets, int accountDays) {
        if (keys == null) {
            return new StoredOctets(null, octets);
        }
        int days = accountDays == 0 ? otpDays : Math.min(otpDays, accountDays);
        DataKeys.DataKey key = keys.current(days);
        byte[] nonce = new byte[NONCE_OCTETS];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key.key(), nonce, place);
            byte[] stored = Arrays.copyOf(nonce, NONCE_OCTETS + cipher.getOutputSize(octets.length));
            cipher.doFinal(octets, 0, octets.length, stored, NONCE_OCTETS);
            return new StoredOctets(key.id(), stored);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM refuses the octets", e);
        }
    }

    @Override
    public Optional<byte[]> decrypt(Connection connection, byte[] place, StoredOctets stored) throws SQLException {
        if (stored.keyId() == null) {
            return Optional.of(stored.octets());
        }
        byte[] octets = stored.octets();
        try {
            Optional<SecretKey> key = keys == null ? Optional.empty() : keys.find(connection, stored.keyId());
            if (key.isEmpty()) {
                LOG.error("octets that wait cannot be read: the data key {} is destroyed or missing", stored.keyId());
                return Optional.empty();
            }
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key.get(), Arrays.copyOf(octets, NONCE_OCTETS), place);
            return Optional.of(cipher.doFinal(octets, NONCE_OCTETS, octets.length - NONCE_OCTETS));
        } catch (GeneralSecurityException | IllegalArgumentException | IllegalStateException e) {
            LOG.error("octets that wait cannot be decrypted with the data key {}", stored.keyId(), e);
            return Optional.empty();
        }
    }

    private static Cipher cipher(int mode, SecretKey dataKey, byte[] nonce, byte[] place)
            throws GeneralSecurityException {
        SecretKey key = KDF.getInstance("HKDF-SHA256")
                .deriveKey("AES", HKDFParameterSpec.expandOnly(dataKey, PURPOSE, KEY_OCTETS));
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place);
        return cipher;
    }
}
