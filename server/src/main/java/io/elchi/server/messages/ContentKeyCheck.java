package io.elchi.server.messages;

import io.elchi.server.core.KeyEncryption;
import io.elchi.server.db.Database;
import io.elchi.server.messages.store.ContentKeys;
import java.io.IOException;
import java.nio.file.Path;

/// Checks the keys of content as a start does, and changes nothing.
public final class ContentKeyCheck {
    private ContentKeyCheck() {}

    /// @param database an external one, with the tables of this release
    /// @throws IllegalArgumentException when a key cannot be used, or one that stored texts need is missing
    /// @throws IOException when a file cannot be read
    public static void run(ContentProperties properties, Path dataFolder, Database database) throws IOException {
        if (database.isEmbedded()) {
            throw new IllegalStateException("the key beside an embedded database would be made");
        }
        KeyEncryption encryption = ContentKeys.encryption(properties, dataFolder, database);
        ContentKeys.cipher(encryption, properties, database);
    }
}
