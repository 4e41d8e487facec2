package io.elchi.server.messages;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// The encryption of octets that wait to become the content of a message. It uses the data keys of messages.
public interface OctetEncryption {
    /// Octets as a table has them.
    ///
    /// @param keyId the data key; null: they are not encrypted
    /// @param octets not to be changed
    record StoredOctets(Long keyId, byte[] octets) {}

    /// The octets as they are to be stored; as they are when there is no key. Not to be called in a transaction: once
    /// in each rotation a key is stored on a connection of its own.
    ///
    /// @param place where they are stored: they cannot be decrypted at another one
    /// @param accountDays how long the account's texts can be read; 0: as long as their records
    /// @throws io.elchi.server.db.NotCommittedException the key cannot be stored
    StoredOctets encrypt(byte[] place, byte[] octets, int accountDays);

    /// @param connection on which a key is read that this process does not know yet
    /// @return empty: the key is destroyed or missing, or they were stored at another place
    Optional<byte[]> decrypt(Connection connection, byte[] place, StoredOctets stored) throws SQLException;
}
