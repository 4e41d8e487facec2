-- Who a person is at an identity provider (OpenID Connect): known by issuer and subject, never by its e-mail.
CREATE TABLE identity.user_identities (
    -- Nobody has two.
    user_id   BIGINT PRIMARY KEY REFERENCES identity.users (id) ON DELETE CASCADE,
    issuer    TEXT NOT NULL CHECK (length(issuer) BETWEEN 1 AND 500),
    subject   TEXT NOT NULL CHECK (length(subject) BETWEEN 1 AND 255),
    linked_at TIMESTAMPTZ NOT NULL,
    UNIQUE (issuer, subject)
);
CALL audit.watch('identity.user_identities', 'user_id', '', '');
