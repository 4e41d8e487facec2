package io.elchi.server.events;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.OptionalLong;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/// Writes ids of events as clients see them: `evt_` and 22 characters. Ids in the log are counted over all
/// accounts, so a client that saw two of them would know how much the others send. Here each is one block of AES,
/// with a key that the database has: the same id in every process, and a number to nobody else.
public final class EventIds {
    private static final String PREFIX = "evt_";
    private static final int BLOCK = 16;
    private static final String CIPHER = "AES/ECB/NoPadding";

    private final SecretKeySpec key;

    /// @param key 16 octets
    public EventIds(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    /// The public id of an id of the log.
    public String of(long id) {
        byte[] block = crypt(
                Cipher.ENCRYPT_MODE, ByteBuffer.allocate(BLOCK).putLong(id).array());
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(block);
    }

    /// The id of the log of a public id; empty when it was not made here.
    public OptionalLong parse(String text) {
        if (!text.startsWith(PREFIX)) {
            return OptionalLong.empty();
        }
        byte[] block;
        try {
            block = Base64.getUrlDecoder().decode(text.substring(PREFIX.length()));
        } catch (IllegalArgumentException ignored) {
            return OptionalLong.empty();
        }
        if (block.length != BLOCK) {
            return OptionalLong.empty();
        }
        long id = ByteBuffer.wrap(crypt(Cipher.DECRYPT_MODE, block)).getLong();
        // Of all other blocks, and of other spellings of this one.
        return of(id).equals(text) ? OptionalLong.of(id) : OptionalLong.empty();
    }

    private byte[] crypt(int mode, byte[] block) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, key);
            return cipher.doFinal(block);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES", e);
        }
    }
}
