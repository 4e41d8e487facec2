package io.elchi.server.messages.store;

import io.elchi.server.core.KeyEncryption;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/// Keys of this process's settings, which encrypt data keys by AES key wrap (RFC 3394). A key's id is the
/// beginning of its SHA-256.
public final class LocalKeys implements KeyEncryption {
    private static final int OCTETS = 32;
    private static final int ID_OCTETS = 8;

    private final String current;
    private final Map<String, Key> keys = new LinkedHashMap<>();

    /// @param texts keys of 32 octets in Base64; the first one encrypts, all decrypt
    /// @throws IllegalArgumentException if one is something else; says which, without the key
    public LocalKeys(List<String> texts) {
        String first = null;
        for (int i = 0; i < texts.size(); i++) {
            byte[] octets = octets(texts.get(i), i + 1);
            String id = id(octets);
            first = first == null ? id : first;
            keys.put(id, new SecretKeySpec(octets, "AES"));
        }
        current = first;
    }

    private static byte[] octets(String text, int place) {
        byte[] octets;
        try {
            octets = Base64.getDecoder().decode(text.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("key " + place + " is not Base64", e);
        }
        if (octets.length != OCTETS) {
            throw new IllegalArgumentException(
                    "key " + place + " has " + octets.length + " octets, it needs " + OCTETS);
        }
        return octets;
    }

    private static String id(byte[] key) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key), 0, ID_OCTETS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public String keyId() {
        return current;
    }

    @Override
    public byte[] encrypt(byte[] dataKey) {
        try {
            Cipher cipher = Cipher.getInstance("AESWrap");
            cipher.init(Cipher.WRAP_MODE, keys.get(current));
            return cipher.wrap(new SecretKeySpec(dataKey, "AES"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES key wrap", e);
        }
    }

    @Override
    public byte[] decrypt(String keyId, byte[] encrypted) {
        Key key = keys.get(keyId);
        if (key == null) {
            throw new IllegalStateException("the key " + keyId + " is not among content.key and content.former_keys");
        }
        try {
            Cipher cipher = Cipher.getInstance("AESWrap");
            cipher.init(Cipher.UNWRAP_MODE, key);
            return cipher.unwrap(encrypted, "AES", Cipher.SECRET_KEY).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a data key was not encrypted by the key " + keyId, e);
        }
    }
}
