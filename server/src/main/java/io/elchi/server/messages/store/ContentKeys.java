package io.elchi.server.messages.store;

import io.elchi.server.core.Clock;
import io.elchi.server.core.KeyEncryption;
import io.elchi.server.db.Database;
import io.elchi.server.messages.ContentProperties;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The key that encrypts the data keys of messages: that of the settings, or, beside an embedded
/// PostgreSQL, one in a file that the first start makes.
public final class ContentKeys {
    private static final Logger LOG = LoggerFactory.getLogger(ContentKeys.class);
    private static final int OCTETS = 32;

    private ContentKeys() {}

    /// The keys that encrypt data keys.
    ///
    /// @param dataFolder the folder beside an embedded PostgreSQL
    /// @return null when there are none
    /// @throws IllegalArgumentException when a key cannot be used, or is missing
    /// @throws IOException when the file cannot be read or made
    public static KeyEncryption encryption(ContentProperties properties, Path dataFolder, Database database)
            throws IOException {
        List<String> keys = new ArrayList<>();
        if (!properties.key().isEmpty()) {
            keys.add(properties.key().reveal());
        } else if (database.isEmbedded()) {
            Path file = dataFolder.resolve("content.key");
            if (Files.notExists(file) && DataKeys.exist(database.jdbc())) {
                throw new IllegalArgumentException(
                        file + " is missing, and the database has messages that are encrypted: restore it");
            }
            keys.add(ofFile(file));
        }
        if (keys.isEmpty()) {
            return null;
        }
        if (!properties.formerKeys().isEmpty()) {
            keys.addAll(List.of(properties.formerKeys().reveal().split(",")));
        }
        try {
            return new LocalKeys(keys);
        } catch (IllegalArgumentException e) {
            throw refused(e);
        }
    }

    /// @param encryption null: there is none
    /// @throws IllegalArgumentException when a stored data key needs another key
    public static ContentCipher cipher(KeyEncryption encryption, ContentProperties properties, Database database) {
        if (encryption == null) {
            if (DataKeys.exist(database.jdbc())) {
                throw new IllegalArgumentException(
                        "content.key: the database has messages that are encrypted, so it is needed");
            }
            LOG.warn("content.key is not set: one-time passwords are stored without encryption");
            return ContentCipher.none();
        }
        try {
            DataKeys dataKeys = new DataKeys(database.jdbc(), encryption, Clock.SYSTEM, properties.keyRotation());
            dataKeys.check();
            return ContentCipher.with(dataKeys, properties.otpDays());
        } catch (IllegalStateException e) {
            throw refused(e);
        }
    }

    private static IllegalArgumentException refused(RuntimeException e) {
        return new IllegalArgumentException("content.key, content.former_keys: " + e.getMessage(), e);
    }

    private static String ofFile(Path file) throws IOException {
        if (Files.notExists(file)) {
            byte[] key = new byte[OCTETS];
            new SecureRandom().nextBytes(key);
            Path writing = file.resolveSibling("content.key.new");
            Files.deleteIfExists(writing);
            Files.createFile(
                    writing, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            // It must outlive a loss of power as the texts do that it encrypts.
            try (FileChannel channel = FileChannel.open(writing, StandardOpenOption.WRITE)) {
                channel.write(
                        StandardCharsets.US_ASCII.encode(Base64.getEncoder().encodeToString(key) + "\n"));
                channel.force(true);
            }
            Files.move(writing, file, StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
                folder.force(true);
            }
        }
        return Files.readString(file).strip();
    }
}
