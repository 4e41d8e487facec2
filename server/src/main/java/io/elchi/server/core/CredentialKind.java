package io.elchi.server.core;

/// What a caller may be, and the names that the audit has for it.
public enum CredentialKind {
    API_KEY("key", "api_key_id"),
    /// A person with a session.
    USER("user", "user_id"),
    OAUTH_CLIENT("client", "oauth_client_id"),
    SMPP_LOGIN("smpp login", "smpp_login_id");

    private final String text;
    private final String field;

    CredentialKind(String text, String field) {
        this.text = text;
        this.field = field;
    }

    public String text() {
        return text;
    }

    /// The name of its id.
    public String field() {
        return field;
    }
}
