package io.elchi.server.core;

/// The port to the keys that encrypt data keys: keys of the settings, or a key management service. The data keys
/// encrypt the content of messages, and the keys that sign tokens. They are stored encrypted.
public interface KeyEncryption {
    /// The key that encrypts now; stored beside what it encrypted.
    String keyId();

    /// @param dataKey 32 octets
    byte[] encrypt(byte[] dataKey);

    /// @param keyId of the key that encrypted it
    /// @throws IllegalStateException when that key is not there, or did not encrypt it
    byte[] decrypt(String keyId, byte[] encrypted);
}
