package io.elchi.server.messages;

/// The encryption of the content of messages.
@FunctionalInterface
public interface ContentEncryption {
    /// Whether there is a key to encrypt with.
    boolean isOn();
}
