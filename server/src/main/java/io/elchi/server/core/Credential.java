package io.elchi.server.core;

/// What a caller proved who it is with.
///
/// @param id of its row
public record Credential(CredentialKind kind, long id) {
    public static Credential apiKey(long id) {
        return new Credential(CredentialKind.API_KEY, id);
    }

    public static Credential smppLogin(long id) {
        return new Credential(CredentialKind.SMPP_LOGIN, id);
    }

    /// The login's id; 0: it is no SMPP login.
    public long smppLoginId() {
        return kind == CredentialKind.SMPP_LOGIN ? id : 0;
    }

    /// The key's id; 0: it is no key.
    public long apiKeyId() {
        return kind == CredentialKind.API_KEY ? id : 0;
    }
}
