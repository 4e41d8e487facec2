package io.elchi.server.messages.store;

import io.elchi.server.core.MessageClass;
import io.elchi.server.core.MessageId;
import io.elchi.server.messages.Content;
import io.elchi.server.messages.ContentEncryption;
import io.elchi.server.messages.ContentKind;
import io.elchi.server.messages.Encoding;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.OctetEncryption;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.time.Instant;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Encrypts content that is not to be read for as long as its record: that of one-time passwords, and of accounts
/// that limit it. It does so with a data key: AES-256-GCM (NIST SP 800-38D). The nonce is the last
/// 12 octets of the message's id, which a key sees once, and the whole id is authenticated: octets of one message
/// decrypt as no other's.
public final class ContentCipher implements ContentEncryption {
    private static final Logger LOG = LoggerFactory.getLogger(ContentCipher.class);
    private static final String ALGORITHM = "AES/GCM/NoPadding";
    /// To find an implementation takes longer than to encrypt a message. Threads that commit are few.
    private static final ThreadLocal<Cipher> CIPHER = ThreadLocal.withInitial(ContentCipher::newCipher);

    private static final int TAG_BITS = 128;
    private static final int NONCE_OFFSET = 4;
    private static final int NONCE_OCTETS = 12;
    private static final int ID_OCTETS = 16;

    /// null: nothing is encrypted.
    private final DataKeys keys;

    private final int otpDays;

    private ContentCipher(DataKeys keys, int otpDays) {
        this.keys = keys;
        this.otpDays = otpDays;
    }

    /// @param otpDays how long one-time passwords can be read after their key's last use, at most
    public static ContentCipher with(DataKeys keys, int otpDays) {
        return new ContentCipher(keys, otpDays);
    }

    /// One that encrypts nothing, and finds what is encrypted unreadable.
    public static ContentCipher none() {
        return new ContentCipher(null, 0);
    }

    @Override
    public boolean isOn() {
        return keys != null;
    }

    /// The same for what is no message yet, with the same data keys.
    public OctetEncryption octets() {
        return new OctetCipher(keys, otpDays);
    }

    /// Destroys the data keys whose time has come.
    ///
    /// @param oldestUnfinished when the oldest unfinished message was accepted; its key stays
    public void destroyKeys(Instant oldestUnfinished) {
        if (keys != null) {
            int destroyed = keys.destroy(oldestUnfinished);
            if (destroyed > 0) {
                LOG.info("{} data keys of messages are destroyed", destroyed);
            }
        }
    }

    /// @param octets with their tag; null when nothing is encrypted
    record Encrypted(long keyId, byte[] octets) {}

    /// The content as it is stored; null when it is stored as it is.
    ///
    /// @param accountDays how long the account's texts can be read; 0: as long as their records
    Encrypted encrypt(Message message, int accountDays) {
        int days = accountDays;
        if (message.messageClass() == MessageClass.OTP) {
            days = accountDays == 0 ? otpDays : Math.min(otpDays, accountDays);
        }
        if (keys == null || days == 0) {
            return null;
        }
        byte[] plain = message.content() instanceof Content.Text text
                ? text.text().getBytes(StandardCharsets.UTF_8)
                : ContentOctets.of(message.content());
        if (plain == null) {
            return null; // It is erased: there is nothing to encrypt.
        }
        DataKeys.DataKey key = keys.current(days);
        return new Encrypted(key.id(), run(Cipher.ENCRYPT_MODE, key.key(), message.id(), plain));
    }

    /// The content that these octets are; erased when its key is destroyed or missing.
    Content decrypt(MessageId id, long keyId, byte[] octets, ContentKind kind, Encoding encoding, int parts) {
        try {
            Optional<SecretKey> key = keys == null ? Optional.empty() : keys.find(keyId);
            if (key.isEmpty()) {
                return new Content.Erased(kind, encoding, parts);
            }
            byte[] plain = run(Cipher.DECRYPT_MODE, key.get(), id, octets);
            return switch (kind) {
                case TEXT -> new Content.Text(new String(plain, StandardCharsets.UTF_8), encoding, parts);
                case BINARY -> ContentOctets.binary(plain);
                case PARTS -> ContentOctets.parts(plain);
            };
        } catch (IllegalStateException e) {
            LOG.error("the content of message {} cannot be decrypted", id, e);
            return new Content.Erased(kind, encoding, parts);
        }
    }

    private static byte[] run(int mode, SecretKey key, MessageId id, byte[] input) {
        try {
            byte[] whole = ByteBuffer.allocate(ID_OCTETS)
                    .putLong(id.high())
                    .putLong(id.low())
                    .array();
            Cipher cipher = cipher(mode, key, new GCMParameterSpec(TAG_BITS, whole, NONCE_OFFSET, NONCE_OCTETS));
            cipher.updateAAD(whole);
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM refuses the octets", e);
        }
    }

    private static Cipher cipher(int mode, SecretKey key, GCMParameterSpec parameters) throws GeneralSecurityException {
        if (Thread.currentThread().isVirtual()) {
            Cipher cipher = newCipher();
            cipher.init(mode, key, parameters);
            return cipher;
        }
        try {
            Cipher cipher = CIPHER.get();
            cipher.init(mode, key, parameters);
            return cipher;
        } catch (InvalidAlgorithmParameterException ignored) {
            // The same message once more, after a transaction that was rolled back: a cipher refuses the nonce that it
            // had
            // last. The octets are the same, too.
            CIPHER.remove();
            Cipher cipher = CIPHER.get();
            cipher.init(mode, key, parameters);
            return cipher;
        }
    }

    private static Cipher newCipher() {
        try {
            return Cipher.getInstance(ALGORITHM);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
