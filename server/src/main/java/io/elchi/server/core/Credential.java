package io.elchi.server.core;

/// What a caller proved who it is with.
///
/// @param id of its row
public record Credential(Kind kind, long id) {
    /// Its kinds, and the names that the audit has for them.
    public enum Kind {
        API_KEY("key", "api_key_id"),
        /// A person with a session.
        USER("user", "user_id"),
        OAUTH_CLIENT("client", "oauth_client_id");

        private final String text;
        private final String field;

        Kind(String text, String field) {
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

    public static Credential apiKey(long id) {
        return new Credential(Kind.API_KEY, id);
    }

    /// The key's id; 0: it is no key.
    public long apiKeyId() {
        return kind == Kind.API_KEY ? id : 0;
    }
}
